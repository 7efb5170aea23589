import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StartedControl, startControl } from '../fixture';
import {
  type Inbox,
  report,
  type Shop,
  type StartedStripe,
  startInbox,
  stockShop,
  subscribe,
} from '../stripe/started-stripe';

describe('the control API', () => {
  let emulator: StartedStripe;
  let inbox: Inbox;
  let shop: Shop;
  let control: StartedControl;
  let calls: object[];
  let jobCalls: string[];
  beforeEach(async () => {
    jobCalls = [];
    calls = [];
    const jobs = new Hono();
    let world: StartedStripe['world'] | undefined;
    jobs.get('/job', (c) => {
      jobCalls.push(`${c.req.header('authorization')} ${world?.clock.now().toISOString()}`);
      return c.text('done');
    });
    inbox = await startInbox(jobs);
    const job = {
      id: 'usage',
      title: 'Usage sync',
      url: inbox.url.replace('/hook', '/job'),
      method: 'GET',
      headers: { authorization: 'Bearer cron' },
      everySeconds: 6 * 3600,
    };
    const traffic = (request: object) => {
      calls.push(request);
      return { answered: 5, refused: 1 };
    };
    control = await startControl({
      stripe: { jobs: [job] },
      gateway: { traffic, calls: () => calls },
    });
    emulator = control.emulator;
    world = emulator.world;
    shop = await stockShop(emulator, inbox);
  });
  afterEach(async () => {
    await control.stop();
    await inbox.close();
  });

  async function ask(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ) {
    const response = await fetch(`${control.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('returns the time and moves it, calling jobs when they would have run', async () => {
    expect((await ask('GET', '/clock')).body).toEqual({
      now: '2026-11-23T10:00:00.000Z',
      mode: 'frozen',
    });
    expect((await ask('POST', '/clock', { advance: 'P1D' })).body).toMatchObject({
      now: '2026-11-24T10:00:00.000Z',
    });
    expect(jobCalls).toEqual([
      'Bearer cron 2026-11-23T16:00:00.000Z',
      'Bearer cron 2026-11-23T22:00:00.000Z',
      'Bearer cron 2026-11-24T04:00:00.000Z',
      'Bearer cron 2026-11-24T10:00:00.000Z',
    ]);
    expect((await ask('POST', '/clock', { to: '2026-11-30T00:00:00Z' })).body).toMatchObject({
      now: '2026-11-30T00:00:00.000Z',
    });
    expect((await ask('POST', '/clock', { to: '2026-11-01T00:00:00Z' })).status).toBe(400);
    expect((await ask('POST', '/clock', { advance: 'soon' })).status).toBe(400);
  });

  it('runs through a month: traffic reported, invoice paid, everything listed', async () => {
    await subscribe(emulator, shop);
    await report(emulator, shop, 120_000);
    await ask('POST', '/clock', { advance: 'P1M' });
    await ask('POST', '/clock', { advance: 3600 });
    const { data } = (await ask('GET', '/invoices')).body as { data: object[] };
    expect(data[0]).toMatchObject({ status: 'paid', amount_paid: 10_995 });
    expect((await ask('GET', '/state')).body).toMatchObject({
      stripe: { subscriptions: 1, invoices: 1, pendingDeliveries: 0 },
    });
    for (const list of ['customers', 'subscriptions', 'events', 'requests']) {
      expect(
        ((await ask('GET', `/${list}`)).body as { data: object[] }).data.length,
      ).toBeGreaterThan(0);
    }
  });

  it('makes the cards that a customer has decline, and pay again', async () => {
    const id = await subscribe(emulator, shop);
    expect(
      (
        await ask('POST', '/cards', {
          customer: shop.customerId,
          decline: true,
          code: 'insufficient_funds',
        })
      ).body,
    ).toEqual({ cards: 1 });
    await emulator.advanceDays(31);
    expect((await emulator.stripe.subscriptions.retrieve(id)).status).toBe('past_due');
    await ask('POST', '/cards', { customer: shop.customerId, decline: false });
    await emulator.advanceDays(3);
    expect((await emulator.stripe.subscriptions.retrieve(id)).status).toBe('active');
    expect((await ask('POST', '/cards', { customer: 'cus_nobody', decline: true })).status).toBe(
      404,
    );
  });

  it('hands traffic to the gateway and refuses what is no traffic', async () => {
    expect((await ask('POST', '/traffic', { subscription: 'sub-1', calls: 6 })).body).toEqual({
      answered: 5,
      refused: 1,
    });
    expect((await ask('POST', '/traffic', { subscription: 'sub-1', calls: -1 })).status).toBe(400);
    const one = { subscription: 'sub-1', calls: 2, api: 'sample', operation: 'echo' };
    expect((await ask('POST', '/traffic', one)).status).toBe(200);
    expect(((await ask('GET', '/calls')).body as { data: object[] }).data).toEqual([
      { subscription: 'sub-1', calls: 6 },
      one,
    ]);
  });

  it('makes the next calls of a route fail, before or after their effect', async () => {
    const { stripe } = emulator;
    await ask('POST', '/faults', {
      kind: 'status',
      status: 429,
      path: '/v1/customers',
      retryAfterSeconds: 7,
    });
    await expect(stripe.customers.create({ email: 'x@example.com' })).rejects.toMatchObject({
      type: 'StripeRateLimitError',
      headers: { 'retry-after': '7' },
    });
    await ask('POST', '/faults', { kind: 'status', status: 500, path: '/v1/customers', times: 2 });
    await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode: 500 });
    await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode: 500 });
    expect((await stripe.customers.list({ email: 'x@example.com' })).data).toEqual([]);

    await ask('POST', '/faults', { kind: 'drop-after', path: '/v1/customers' });
    await stripe.customers
      .create({ email: 'y@example.com' }, { idempotencyKey: 'y' })
      .catch(() => undefined);
    await stripe.customers.create({ email: 'y@example.com' }, { idempotencyKey: 'y' });
    expect((await stripe.customers.list({ email: 'y@example.com' })).data).toHaveLength(1);

    await ask('POST', '/faults', { kind: 'timeout-before', path: '/v1/products' });
    await expect(stripe.products.list({}, { timeout: 50 })).rejects.toMatchObject({
      type: 'StripeConnectionError',
    });
    expect((await ask('GET', '/faults')).body).toEqual({ calls: [], webhooks: [] });
  });

  it('resends an event, runs a job and starts over', async () => {
    await subscribe(emulator, shop);
    const [event] = (await emulator.stripe.events.list({ type: 'customer.subscription.created' }))
      .data;
    expect((await ask('POST', `/webhooks/${event?.id}/resend`, {})).body).toEqual({
      deliveries: 1,
    });
    expect(inbox.types().filter((type) => type === 'customer.subscription.created')).toHaveLength(
      2,
    );
    expect((await ask('POST', '/jobs/usage')).body).toMatchObject({ status: 200, text: 'done' });
    expect((await ask('POST', '/jobs/other')).status).toBe(404);
    expect((await ask('POST', '/reset', {})).status).toBe(200);
    expect((await ask('GET', '/state')).body).toMatchObject({
      stripe: { customers: 0, events: 0 },
    });
  });

  it('does nothing for a page of another origin', async () => {
    const foreign = await ask('POST', '/clock', { advance: 'P1D' }, { origin: 'http://evil.test' });
    expect(foreign.status).toBe(403);
    const form = await fetch(`${control.url}/do/clock`, {
      method: 'POST',
      body: new URLSearchParams({ advance: 'P1D' }),
      headers: { origin: new URL(control.url).origin },
      redirect: 'manual',
    });
    expect(form.status).toBe(303);
    expect((await ask('GET', '/clock')).body).toMatchObject({ now: '2026-11-24T10:00:00.000Z' });
  });

  it('shows everything on one page', async () => {
    await subscribe(emulator, shop);
    const page = await (await fetch(control.url)).text();
    for (const text of [
      'Emulator control',
      'ada@example.com',
      'Standard',
      'checkout.session.completed',
      'Usage sync',
    ]) {
      expect(page).toContain(text);
    }
  });
});
