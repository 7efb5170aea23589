import { expect, it } from 'vitest';
import type { Azure } from '../azure/azure';
import { inFreshControl } from '../fixture';
import type { StartedStripe } from '../stripe/started-stripe';
import { Notice } from './notice';

let emulator: StartedStripe;
let azure: Azure;
let url: string;
inFreshControl((fresh) => {
  ({ emulator, azure, url } = fresh);
});

async function press(button: string, fields: Record<string, string>): Promise<string> {
  const body = new URLSearchParams(fields);
  const to = `${url}/do${button}`;
  const response = await fetch(to, { method: 'POST', body });
  return response.text();
}

it('faults of every kind are switched on and off by buttons', async () => {
  const page = await (await fetch(url)).text();
  const kinds = [...page.matchAll(/<option value="((?:status|timeout|drop|webhook)-[^"]+)"/g)];
  expect(kinds.map(([, kind]) => kind)).toEqual(
    expect.arrayContaining(['status-429', 'timeout-after', 'drop-before', 'webhook-shuffle']),
  );
  for (const [, what = ''] of kinds) {
    await press('/fault', {
      what,
      times: '1',
      path: '*',
      method: 'PUT',
      listener: 'arm',
      delay: '9',
    });
  }
  const { calls, webhooks } = emulator.world.faults.state();
  expect(calls.length + webhooks.length).toBe(kinds.length);
  expect(calls[0]).toMatchObject({ method: 'PUT', listener: 'arm', times: 1 });
  expect(webhooks).toContainEqual(expect.objectContaining({ webhook: 'delay', delaySeconds: 9 }));
  await press('/fault/remove', { id: '*' });
  expect(emulator.world.faults.state()).toEqual({ calls: [], webhooks: [] });
});

it('the portal’s settings are ticked on and off, all at once', async () => {
  const page = await press('/settings/portal', { delegateSubscriptions: 'on', plusForSpace: 'on' });
  expect(page).toContain('The portal&#39;s settings are changed.');
  expect(azure.settings()).toMatchObject({
    delegateSubscriptions: true,
    delegateRegistration: false,
    plusForSpace: true,
    lowerCaseEscapes: false,
  });
  await press('/settings/portal', {});
  expect(azure.settings()).toMatchObject({ delegateSubscriptions: false, plusForSpace: false });
});

it('every setting of the Stripe account is on the page and is kept', async () => {
  const page = await (await fetch(url)).text();
  const form = page.slice(page.indexOf('action="/_control/do/settings"'));
  const names = [...form.slice(0, form.indexOf('</form>')).matchAll(/ name="(\w+)"/g)].map(
    ([, name]) => name,
  );
  // Restricted keys are a map: they are set up by a program.
  const { restrictedKeys, ...settings } = emulator.part.account.settings;
  expect(restrictedKeys).toEqual({});
  expect(names.toSorted()).toEqual(Object.keys(settings).toSorted());
  await press('/settings', {
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, `${value}`])),
    renewalGraceSeconds: '7200',
    upcomingDays: '3',
    meterEventChecks: 'later',
  });
  expect(emulator.part.account.settings).toMatchObject({
    retryDays: settings.retryDays,
    renewalGraceSeconds: 7200,
    upcomingDays: 3,
    meterEventChecks: 'later',
  });
});

it('a fault that is switched on as the page proposes it is met', async () => {
  const page = await (await fetch(url)).text();
  const form = page.slice(page.indexOf('id="fault-times"'), page.indexOf('id="hook-times"'));
  const listener = /<option selected>(\w+)/.exec(form)?.[1] ?? '';
  const path = /name="path" value="([^"]+)"/.exec(form)?.[1] ?? '';
  await press('/fault', { what: 'status-503', times: '1', listener, path });
  await expect(emulator.stripe.products.list()).rejects.toMatchObject({ statusCode: 503 });
});

it('what is no setting is said on the page and changes nothing', async () => {
  const before = azure.settings();
  const page = await press('/settings/azure', { reportLagSeconds: 'soon' });
  expect(page).toContain('role="alert"');
  expect(azure.settings()).toEqual(before);
});

/** Every form of the page, as a browser would send it: the fields that it has, and the button that is pressed. */
async function formsOf(
  action: string,
): Promise<{ fields: Record<string, string>; text: string }[]> {
  const page = await (await fetch(url)).text();
  const forms = [
    ...page.matchAll(/<form method="post" action="\/_control\/do([^"]+)"[^>]*>(.*?)<\/form>/gs),
  ];
  return forms
    .filter(([, path]) => path === action)
    .map(([, , inside = '']) => ({
      text: inside.replace(/<[^>]+>/g, ' ').trim(),
      fields: Object.fromEntries(
        [...inside.matchAll(/<(?:input|button)[^>]*\bname="(\w+)"[^>]*>/g)].map(
          ([tag, name = '']) => [name, /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? ''],
        ),
      ),
    }));
}

it('cards are declined and let pay by the buttons as the page has them', async () => {
  const customer = await emulator.stripe.customers.create({ email: 'ada@example.com' });
  await emulator.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const declines = () =>
    emulator.part.account.paymentMethods.group(customer.id).map((card) => card.decline !== null);
  const [decline] = await formsOf('/cards');
  expect(decline?.text).toBe('Decline cards');
  expect(await press('/cards', decline?.fields ?? {})).toContain('will be declined');
  expect(declines()).toEqual([true]);
  const [pay] = await formsOf('/cards');
  expect(pay?.text).toBe('Let cards pay');
  expect(await press('/cards', pay?.fields ?? {})).toContain('will be paid');
  expect(declines()).toEqual([false]);
});

it('each button of the clock moves it by what it says', async () => {
  const steps = (await formsOf('/clock')).filter(({ fields }) => fields.advance);
  expect(steps.map(({ text }) => text)).toEqual(['+1 hour', '+1 day', '+1 week', '+1 month']);
  for (const { fields } of steps) {
    const before = emulator.world.clock.nowMs();
    await press('/clock', fields);
    await expect.poll(() => emulator.world.clock.nowMs() - before).toBeGreaterThan(3_500_000);
  }
  const to = new Date(emulator.world.clock.nowMs() + 90_000_000).toISOString().slice(0, 16);
  await press('/clock', { to });
  await expect.poll(() => emulator.world.clock.now().toISOString().slice(0, 16)).toBe(to);
});

it('an event is sent again by its button', async () => {
  await emulator.stripe.customers.create({ email: 'ada@example.com' });
  const [resend] = await formsOf('/resend');
  expect(await press('/resend', resend?.fields ?? {})).toContain('No endpoint wants this event.');
});

it('one fault is switched off by its own button', async () => {
  await press('/fault', { what: 'status-503', times: '1', path: '*' });
  const removes = await formsOf('/fault/remove');
  await press('/fault/remove', removes[0]?.fields ?? {});
  expect(emulator.world.faults.state().calls).toEqual([]);
});

it('Azure’s settings are changed by their button', async () => {
  await press('/settings/azure', {
    reportLagSeconds: '60',
    throttle: 'true',
    pendingPolls: '2',
    partialLogs: 'false',
  });
  expect(azure.settings()).toMatchObject({ reportLagSeconds: 60, throttle: true, pendingPolls: 2 });
});

it('calls and corrections show mistakes next to their own form', async () => {
  for (const action of ['/traffic', '/corrections']) {
    const [form] = await formsOf(action);
    const page = await press(action, { ...form?.fields, subscription: 'sub-nobody', at: 'x' });
    const answer = page.indexOf('id="answer"');
    expect(page.slice(answer, answer + 120)).toContain('role="alert"');
    expect(page.slice(answer).indexOf('id="traffic"')).toBeGreaterThan(0);
    expect(page.slice(0, answer)).not.toContain('id="traffic"');
  }
});

it('what takes longer is followed on the page, and nothing else is begun meanwhile', async () => {
  let finish = () => {};
  const notice = new Notice();
  const work = new Promise<string>((resolve) => {
    finish = () => resolve('It is now later.');
  });
  await notice.follow('clock', 'Moving the clock…', () => work);
  expect(notice.isWorking).toBe(true);
  await notice.follow('cards', 'Working…', async () => 'never');
  expect(notice.take()).toEqual({ section: 'clock', text: 'Moving the clock…', state: 'working' });
  finish();
  await expect.poll(() => notice.isWorking).toBe(false);
  expect(notice.take()).toEqual({ section: 'clock', text: 'It is now later.', state: 'done' });
  expect(notice.take()).toBeUndefined();
});
