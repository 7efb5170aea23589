import { Hono } from 'hono';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Azure, createAzure } from '../azure/azure';
import { defaultAzureSettings } from '../azure/azure-settings';
import { type Listening, listen } from '../core/listen';
import { type StartedStripe, startStripe } from '../stripe/started-stripe';
import { createControl } from './control';

let emulator: StartedStripe;
let azure: Azure;
let control: Listening;
beforeEach(async () => {
  emulator = await startStripe();
  azure = createAzure(emulator.world, defaultAzureSettings);
  const gateway = {
    traffic: azure.traffic,
    correct: azure.correct,
    subscriptions: () => [],
    calls: () => [],
    settings: azure.settings,
    changeSettings: azure.changeSettings,
  };
  const app = createControl({ world: emulator.world, stripe: emulator.part, gateway });
  control = await listen(new Hono().route('/_control', app), 0);
});
afterEach(async () => {
  await control.close();
  await emulator.stop();
});

async function press(button: string, fields: Record<string, string>): Promise<string> {
  const body = new URLSearchParams(fields);
  const to = `${control.url}/_control/do${button}`;
  const response = await fetch(to, { method: 'POST', body });
  return response.text();
}

it('faults of every kind are switched on and off by buttons', async () => {
  const page = await (await fetch(`${control.url}/_control`)).text();
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
  const page = await (await fetch(`${control.url}/_control`)).text();
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
  const page = await (await fetch(`${control.url}/_control`)).text();
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
