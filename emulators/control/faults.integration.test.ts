import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultAzureSettings } from '../azure/azure-settings';
import { type StartedControl, startControl } from '../fixture';
import { type Inbox, type StartedStripe, startInbox } from '../stripe/started-stripe';

/** What each fault is switched on with, what a caller sees of it, and whether the work was done. */
const CALL_FAULTS = [
  { fault: { kind: 'status', status: 429 }, answer: 429, made: false },
  { fault: { kind: 'status', status: 500 }, answer: 500, made: false },
  { fault: { kind: 'timeout-before' }, answer: 'TimeoutError', made: false },
  { fault: { kind: 'timeout-after' }, answer: 'TimeoutError', made: true },
  { fault: { kind: 'drop-before' }, answer: 'TypeError', made: false },
  { fault: { kind: 'drop-after' }, answer: 'TypeError', made: true },
] as const;

/** Longer than the emulator works, and short enough to wait for what never comes. */
const soon = () => AbortSignal.timeout(500);
/** The status of an answer, or why there was none. */
const seen = (answer: Promise<Response>) =>
  answer.then(
    (response) => response.status,
    (error: unknown) => (error as Error).name,
  );

describe('faults that are switched on through /_control', () => {
  let control: StartedControl;
  let emulator: StartedStripe;
  let stripe: Stripe;
  let inbox: Inbox;
  beforeEach(async () => {
    control = await startControl({
      azure: { reportLagMs: 0 },
      gateway: { subscriptions: () => [] },
    });
    emulator = control.emulator;
    stripe = emulator.stripe;
    inbox = await startInbox();
  });
  afterEach(async () => {
    await inbox.close();
    await control.stop();
  });

  async function ask(path: string, body?: object) {
    const response = await fetch(`${control.url}${path}`, {
      method: body ? 'POST' : 'GET',
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  }
  const armed = (path: string, init: RequestInit = {}) =>
    fetch(
      `${control.armUrl}/subscriptions/${defaultAzureSettings.azureSubscriptionId}/resourceGroups/${defaultAzureSettings.resourceGroup}/providers/Microsoft.ApiManagement/service/${defaultAzureSettings.serviceName}${path}?api-version=2024-05-01`,
      { ...init, headers: { authorization: 'Bearer any', 'content-type': 'application/json' } },
    );
  const makeCustomer = () => stripe.customers.create({ email: 'ada@example.com' });
  const customers = async () => (await stripe.customers.list()).data.length;

  it.each(CALL_FAULTS)('Stripe: $fault.kind $answer', async ({ fault, answer, made }) => {
    await ask('/faults', { ...fault, path: '/v1/customers' });
    const headers = { authorization: 'Bearer sk_test_emulator0000' };
    const url = `${emulator.url}/v1/customers`;
    expect(await seen(fetch(url, { method: 'POST', headers, signal: soon() }))).toBe(answer);
    expect(await customers()).toBe(made ? 1 : 0);
    await makeCustomer();
    expect(await customers()).toBe(made ? 2 : 1);
  });

  it('429 comes with and without Retry-After', async () => {
    await ask('/faults', { kind: 'status', status: 429, retryAfterSeconds: 7 });
    await ask('/faults', { kind: 'status', status: 429 });
    const headers = async () => {
      const error = await makeCustomer().catch((one: unknown) => one);
      return (error as { headers: Record<string, string> }).headers['retry-after'];
    };
    expect(await headers()).toBe('7');
    expect(await headers()).toBeUndefined();
  });

  it("a status comes in the vendor's own words, with the id that support asks for", async () => {
    await ask('/faults', { kind: 'status', status: 429, listener: 'stripe' });
    await expect(makeCustomer()).rejects.toMatchObject({
      code: 'rate_limit',
      requestId: expect.stringMatching(/^req_/),
    });
    await ask('/faults', { kind: 'status', status: 412, listener: 'arm' });
    const refused = await armed('/products');
    expect(await refused.json()).toMatchObject({ error: { code: 'PreconditionFailed' } });
    expect(refused.headers.get('x-ms-request-id')).toMatch(/^[\w-]{36}$/);
  });

  it('the next calls of a route fail, as many as were said, and no other', async () => {
    const fault = { kind: 'status', status: 503, method: 'POST', path: '/v1/c*', times: 2 };
    await ask('/faults', { ...fault, listener: 'stripe' });
    await stripe.products.create({ name: 'Untouched' });
    expect(await customers()).toBe(0);
    await expect(makeCustomer()).rejects.toMatchObject({ statusCode: 503 });
    await expect(makeCustomer()).rejects.toMatchObject({ statusCode: 503 });
    await makeCustomer();
    expect(await ask('/faults')).toEqual({ calls: [], webhooks: [] });
  });

  it.each(CALL_FAULTS)('Azure: $fault.kind $answer', async ({ fault, answer, made }) => {
    await ask('/faults', { ...fault, listener: 'arm', method: 'PUT' });
    const body = JSON.stringify({ properties: { displayName: 'Gold' } });
    const put = armed('/products/gold', { method: 'PUT', body, signal: soon() });
    expect(await seen(put)).toBe(answer);
    expect((await armed('/products/gold')).status).toBe(made ? 200 : 404);
  });

  it.each([
    ['duplicate', ['one', 'one', 'two'], 1],
    ['twin', ['one', 'one', 'two'], 2],
    ['delay', ['two', 'one'], 1],
    ['shuffle', ['two', 'one'], 1],
    ['drop', ['two'], 0],
  ])('webhooks: %s', async (webhook, noted, objects) => {
    await stripe.webhookEndpoints.create({
      url: inbox.url,
      enabled_events: ['customer.updated'],
    });
    const { id } = await stripe.customers.create({ name: 'none' });
    await ask('/faults', {
      webhook,
      type: 'customer.*',
      ...(webhook === 'delay' ? { delaySeconds: 60 } : {}),
    });
    await stripe.customers.update(id, { name: 'one' });
    await stripe.customers.update(id, { name: 'two' });
    await ask('/clock', { advance: 'PT2M' });
    const events = inbox.received.map(
      ({ body }) => JSON.parse(body) as Stripe.CustomerUpdatedEvent,
    );
    expect(events.map((one) => one.data.object.name)).toEqual(noted);
    const ofOne = events.filter((one) => one.data.object.name === 'one');
    expect(new Set(ofOne.map((one) => one.id)).size).toBe(objects);
  });

  it('reports come late, and are corrected afterwards', async () => {
    const put = (path: string, properties: object) =>
      armed(path, { method: 'PUT', body: JSON.stringify({ properties }) });
    await put('/apis/echo', { displayName: 'Echo', path: 'echo', protocols: ['http'] });
    await put('/subscriptions/s1', { displayName: 'One', scope: '/apis', state: 'active' });
    await ask('/settings/azure', { reportLagSeconds: 3600 });
    const at = emulator.world.clock.now().toISOString();
    await ask('/traffic', { subscription: 's1', calls: 10 });
    const filter = encodeURIComponent(
      `timestamp ge datetime'2026-11-23T10:00:00' and timestamp le datetime'2026-11-23T10:15:00'`,
    );
    const reported = async () => {
      const response = await fetch(
        `${control.armUrl}/subscriptions/${defaultAzureSettings.azureSubscriptionId}/resourceGroups/${defaultAzureSettings.resourceGroup}/providers/Microsoft.ApiManagement/service/${defaultAzureSettings.serviceName}/reports/bySubscription?api-version=2024-05-01&$filter=${filter}`,
        { headers: { authorization: 'Bearer any' } },
      );
      const { value } = (await response.json()) as { value: { callCountSuccess: number }[] };
      return value.reduce((sum, one) => sum + one.callCountSuccess, 0);
    };
    await ask('/clock', { advance: 'PT30M' });
    expect(await reported()).toBe(0);
    await ask('/clock', { advance: 'PT1H' });
    expect(await reported()).toBe(10);
    await ask('/corrections', { subscription: 's1', at, calls: -3 });
    expect(await reported()).toBe(7);
    await ask('/corrections', { subscription: 's1', at, calls: 5 });
    expect(await reported()).toBe(12);
  });

  it('every fault of the control page is one that can be switched on', async () => {
    const page = await (await fetch(control.url)).text();
    const names = [...page.matchAll(/<option value="([a-z]+-[a-z0-9]+)">/g)].map(
      ([, name]) => name,
    );
    expect(names).toHaveLength(17);
    for (const what of names) {
      const form = new URLSearchParams({ what: what ?? '', path: '*', times: '1', retry: '2' });
      await fetch(`${control.url}/do/fault`, {
        method: 'POST',
        body: form,
        headers: { origin: new URL(control.url).origin },
        redirect: 'manual',
      });
    }
    const { calls, webhooks } = await ask('/faults');
    expect([calls, webhooks].flat()).toHaveLength(names.length);
  });
});
