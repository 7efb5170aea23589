import { Hono } from 'hono';
import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Listening, listen } from '../core/listen';
import { type StartedControl, startControl } from '../fixture';

let control: StartedControl;
let stripe: Stripe;
let job: Listening;

beforeAll(async () => {
  job = await listen(
    new Hono().get('/', (c) => c.text('done')),
    0,
  );
  const usage = { id: 'usage', title: 'Usage sync', url: job.url, method: 'GET', headers: {} };
  control = await startControl({
    stripe: { jobs: [usage] },
    gateway: { traffic: () => ({ answered: 1, refused: 0 }), correct: () => 1 },
  });
  stripe = control.emulator.stripe;
});
afterAll(async () => {
  await control.stop();
  await job.close();
});

interface Button {
  action: string;
  text: string;
  /** The card that contains it: its answer belongs right before it. */
  section: string;
  fields: Record<string, string>;
}

const attribute = (tag: string, name: string) =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

/** Every button of the page with what a browser would send: its form's fields as they stand, and its own value. */
function buttonsOf(page: string): Button[] {
  return [...page.matchAll(/<section id="(\w+)".*?<\/section>/gs)].flatMap(([part, section = '']) =>
    [...part.matchAll(/<form method="post" action="\/_control\/do([^"]+)"[^>]*>(.*?)<\/form>/gs)]
      .map(([, action = '', inside = '']) => ({ action, inside }))
      .flatMap(({ action, inside }) => {
        const fields: Record<string, string> = {};
        for (const [tag] of inside.matchAll(/<input[^>]*>/g)) {
          const isBox = tag.includes('type="checkbox"');
          if (!isBox || / checked/.test(tag)) {
            fields[attribute(tag, 'name')] = attribute(tag, 'value') || (isBox ? 'on' : '');
          }
        }
        for (const [, name = '', options = ''] of inside.matchAll(
          /<select[^>]*name="(\w+)"[^>]*>(.*?)<\/select>/gs,
        )) {
          const chosen = /<option[^>]*selected[^>]*>[^<]*/.exec(options) ??
            /<option[^>]*>[^<]*/.exec(options) ?? [''];
          const [tag] = chosen;
          fields[name] = tag.includes('value="')
            ? attribute(tag, 'value')
            : tag.replace(/<[^>]+>/, '').trim();
        }
        return [...inside.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].map(
          ([, tag = '', text]) => {
            const own = attribute(tag, 'name');
            return {
              action,
              section,
              text: (text ?? '').replace(/<[^>]+>/g, '').trim(),
              fields: own ? { ...fields, [own]: attribute(tag, 'value') } : fields,
            };
          },
        );
      }),
  );
}

async function read(): Promise<string> {
  return (await fetch(control.url)).text();
}

/** Presses it and follows the page until the work is done, as the page itself does. */
async function press({ action, fields }: Button): Promise<string> {
  const to = `${control.url}/do${action}`;
  let page = await (await fetch(to, { method: 'POST', body: new URLSearchParams(fields) })).text();
  await expect
    .poll(async () => {
      if (page.includes('http-equiv="refresh"')) page = await read();
      return page.includes('http-equiv="refresh"');
    })
    .toBe(false);
  return page;
}

/** The answer, which has to stand right before its section. */
function answerNextTo(page: string, section: string): { text: string; isBad: boolean } {
  const found = /<p id="answer"[^>]*role="(\w+)"[^>]*>(.*?)<\/p>\s*<section id="(\w+)"/s.exec(page);
  expect(found?.[3]).toBe(section);
  return { text: found?.[2] ?? '', isBad: found?.[1] === 'alert' };
}

async function button(action: string, text: string): Promise<Button> {
  const found = buttonsOf(await read()).find((one) => one.action === action && one.text === text);
  if (!found) throw new Error(`The page has no button "${text}" of ${action}.`);
  return found;
}

/** Presses the first such button, and gives its answer. */
async function answerOf(action: string, text: string): Promise<string> {
  const pressed = await button(action, text);
  const answer = answerNextTo(await press(pressed), pressed.section);
  expect(answer.isBad).toBe(false);
  return answer.text;
}

async function pay(amount = 2000): Promise<string> {
  const intent = await stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  });
  return String(intent.latest_charge);
}

async function openInvoice(): Promise<string> {
  const customer = await stripe.customers.create({ email: 'ada@example.com' });
  const { id = '' } = await stripe.invoices.create({
    customer: customer.id,
    collection_method: 'send_invoice',
    days_until_due: 7,
  });
  await stripe.invoiceItems.create({
    customer: customer.id,
    invoice: id,
    amount: 1000,
    currency: 'usd',
  });
  await stripe.invoices.finalizeInvoice(id);
  return id;
}

it('a payment is disputed by its button, and the dispute is lost or won by theirs', async () => {
  const lost = await pay();
  expect(await answerOf('/dispute', 'Dispute')).toContain('dispute');
  const [first] = (await stripe.disputes.list({ charge: lost })).data;
  expect(first).toMatchObject({ status: 'needs_response', amount: 2000 });
  expect(await answerOf('/dispute/decide', 'Lose')).toBe('The dispute is lost.');
  expect(await stripe.disputes.retrieve(first?.id ?? '')).toMatchObject({ status: 'lost' });

  const won = await pay();
  await answerOf('/dispute', 'Dispute');
  expect(await answerOf('/dispute/decide', 'Win')).toBe('The dispute is won.');
  const [second] = (await stripe.disputes.list({ charge: won })).data;
  expect(second).toMatchObject({ status: 'won' });
});

it('the bank only asks by “Inquiry”', async () => {
  const charge = await pay();
  await answerOf('/dispute', 'Inquiry');
  const [inquiry] = (await stripe.disputes.list({ charge })).data;
  expect(inquiry).toMatchObject({ status: 'warning_needs_response' });
});

it('a payment is refunded whole by its button, or in part by the amount that is typed', async () => {
  const charge = await pay();
  const refund = await button('/refund', 'Refund');
  const part = await press({ ...refund, fields: { ...refund.fields, amount: '500' } });
  expect(answerNextTo(part, 'payments')).toEqual({ text: '$5.00 is refunded.', isBad: false });
  expect(await answerOf('/refund', 'Refund')).toBe('$15.00 is refunded.');
  expect(await stripe.charges.retrieve(charge)).toMatchObject({ refunded: true });

  await pay();
  const wrong = await button('/refund', 'Refund');
  const page = await press({ ...wrong, fields: { ...wrong.fields, amount: 'all of it' } });
  expect(answerNextTo(page, 'payments')).toMatchObject({ isBad: true });
});

it('the network warns of fraud by its button', async () => {
  const charge = await pay();
  expect(await answerOf('/warn', 'Fraud warning')).toBe('The network warns of fraud.');
  const { data } = await stripe.radar.earlyFraudWarnings.list({ charge });
  expect(data).toHaveLength(1);
});

it('an open invoice is voided, or given up, by its buttons', async () => {
  const first = await openInvoice();
  expect(await answerOf('/invoice', 'Void')).toBe('The invoice is void.');
  expect(await stripe.invoices.retrieve(first)).toMatchObject({ status: 'void' });
  const second = await openInvoice();
  expect(await answerOf('/invoice', 'Uncollectible')).toContain('uncollectible');
  expect(await stripe.invoices.retrieve(second)).toMatchObject({ status: 'uncollectible' });
});

it('every button of a page that shows one of everything has its answer next to it', async () => {
  await openInvoice();
  await pay();
  await answerOf('/dispute', 'Dispute');
  await pay();
  const customer = await stripe.customers.create({ email: 'cards@example.com' });
  await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await answerOf('/fault', 'Switch on');
  await answerOf('/fault', 'Switch on');

  const kinds = new Map(buttonsOf(await read()).map((one) => [`${one.action} ${one.text}`, one]));
  const actions = new Set([...kinds.values()].map(({ action }) => action));
  const all = ['/clock', '/job', '/traffic', '/corrections', '/cards', '/dispute', '/warn'];
  const more = ['/dispute/decide', '/refund', '/invoice', '/resend', '/fault', '/fault/remove'];
  const settings = ['/settings', '/settings/azure', '/settings/portal'];
  expect([...actions].toSorted()).toEqual([...all, ...more, ...settings].toSorted());
  for (const { action, text } of kinds.values()) {
    // As the page has it now: what an earlier button did has changed it.
    const now = buttonsOf(await read()).find((one) => one.action === action && one.text === text);
    if (!now) continue;
    const { text: answer } = answerNextTo(await press(now), now.section);
    expect(answer, `${action} ${text}`).not.toBe('');
  }
});
