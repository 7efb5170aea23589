import { describe, expect, it } from 'vitest';
import { inEmptyAzure } from '../../fixture';
import { type StartedAzure, seed, subscribe } from '../started-azure';

let azure: StartedAzure;
inEmptyAzure((fresh) => {
  azure = fresh;
});

async function start(policy?: string): Promise<StartedAzure> {
  await seed(azure, policy === undefined ? {} : { policy });
  return azure;
}

const INVALID =
  '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }';

describe('the gateway', () => {
  it('refuses a call without a key byte for byte as Azure does', async () => {
    const { call, gatewayUrl } = await start();
    const response = await call('/sample/echo');
    expect(response.status).toBe(401);
    expect(response.statusText).toBe('Access Denied');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('content-length')).toBe('152');
    expect(response.headers.get('www-authenticate')).toBe(
      `AzureApiManagementKey realm="https://${new URL(gatewayUrl).host}/sample",name="Ocp-Apim-Subscription-Key",type="header"`,
    );
    expect(await response.text()).toBe(
      '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }',
    );
  });

  it.each([
    [401, undefined, INVALID],
    [
      429,
      57,
      '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds." }',
    ],
    [
      403,
      11_657,
      '{ "statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 03:14:17." }',
    ],
  ])('answers %i as a fault in the bytes of its own refusals', async (status, seconds, body) => {
    const { call, world } = await start();
    const retry = seconds === undefined ? {} : { retryAfterSeconds: seconds };
    world.faults.addCall({ kind: 'status', status, listener: 'gateway', ...retry });
    const response = await call('/sample/echo');
    expect([response.status, await response.text()]).toEqual([status, body]);
    expect(response.headers.get('content-length')).toBe(`${body.length}`);
    expect(response.headers.get('retry-after')).toBe(seconds === undefined ? null : `${seconds}`);
  });

  it('refuses a wrong key, and a right one of a subscription that is not active', async () => {
    const azure = await start();
    const key = await subscribe(azure);
    const wrong = await azure.call('/sample/echo', 'nobody');
    expect(wrong.headers.get('content-length')).toBe('143');
    expect(await wrong.text()).toBe(INVALID);
    for (const state of ['suspended', 'cancelled', 'expired', 'submitted', 'rejected'] as const) {
      await azure.client.subscription.update(...azure.at, 'sub-1', '*', { state });
      expect(await (await azure.call('/sample/echo', key)).text()).toBe(INVALID);
    }
    await azure.client.subscription.update(...azure.at, 'sub-1', '*', { state: 'active' });
    expect((await azure.call('/sample/echo', key)).status).toBe(200);
  });

  it('refuses the keys of a blocked user, and of a product without the API', async () => {
    const { client, at, call, ...azure } = await start();
    const key = await subscribe({ client, at, call, ...azure });
    await client.user.update(...at, 'u1', '*', { state: 'blocked' });
    expect((await call('/sample/echo', key)).status).toBe(401);
    await client.user.update(...at, 'u1', '*', { state: 'active' });
    await client.productApi.delete(...at, 'basic', 'sample');
    expect((await call('/sample/echo', key)).status).toBe(401);
    await client.productApi.createOrUpdate(...at, 'basic', 'sample');
    expect((await call('/sample/echo', key)).status).toBe(200);
  });

  it('takes the key from the header, else from the query, and answers the sample', async () => {
    const azure = await start();
    const key = await subscribe(azure);
    const response = await azure.call(`/sample/echo?message=hi&subscription-key=${key}`);
    expect(await response.json()).toMatchObject({ message: 'hi', query: { message: 'hi' } });
    expect((await azure.call(`/sample/echo?subscription-key=${key}`, 'wrong')).status).toBe(401);
    expect((await azure.call('/sample/status/418', key)).status).toBe(418);
    expect(await (await azure.call('/sample/time', key)).json()).toMatchObject({
      now: '2026-11-23T10:00:00.000Z',
    });
  });

  it('answers 404 for what is no operation, in Azure’s words', async () => {
    const { call } = await start();
    const response = await call('/sample/nothing');
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('{ "statusCode": 404, "message": "Resource not found" }');
  });

  it('slides the window of a rate limit', async () => {
    const azure = await start('<rate-limit calls="2" renewal-period="60" />');
    const key = await subscribe(azure);
    expect((await azure.call('/sample/echo', key)).status).toBe(200);
    await azure.advance(3);
    expect((await azure.call('/sample/echo', key)).status).toBe(200);
    const refused = await azure.call('/sample/echo', key);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('57');
    expect(refused.headers.get('content-length')).toBe('84');
    expect(await refused.text()).toBe(
      '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds." }',
    );
    await azure.advance(57);
    expect((await azure.call('/sample/echo', key)).status).toBe(200);
    expect((await azure.call('/sample/echo', key)).status).toBe(429);
  });

  it('counts a quota in windows from the start of the subscription', async () => {
    const azure = await start('<quota calls="3" renewal-period="2592000" />');
    await azure.advance(86_400);
    const key = await subscribe(azure);
    await azure.advance(10 * 86_400);
    for (let call = 0; call < 3; call += 1) {
      expect((await azure.call('/sample/echo', key)).status).toBe(200);
    }
    const refused = await azure.call('/sample/echo', key);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('retry-after')).toBe('1728000');
    expect(await refused.text()).toBe(
      '{ "statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 20.00:00:00." }',
    );
    await azure.advance(20 * 86_400 - 1);
    expect((await azure.call('/sample/echo', key)).status).toBe(403);
    await azure.advance(1);
    expect((await azure.call('/sample/echo', key)).status).toBe(200);
  });

  it('counts by key, and returns the remainder in the headers that the policy names', async () => {
    const azure = await start(
      `<rate-limit-by-key calls="5" renewal-period="60" counter-key="@(context.Subscription.Id)" remaining-calls-header-name="x-left" />
       <quota-by-key calls="2" renewal-period="86400" counter-key="@(context.Subscription.Id)" first-period-start="2026-01-01T00:00:00Z" />`,
    );
    const key = await subscribe(azure);
    expect((await azure.call('/sample/echo', key)).headers.get('x-left')).toBe('4');
    await azure.call('/sample/echo', key);
    expect((await azure.call('/sample/echo', key)).status).toBe(403);
    const periods = [];
    for await (const one of [
      await azure.client.quotaByCounterKeys.listByService(...azure.at, 'sub-1'),
    ]) {
      periods.push(...(one.value ?? []));
    }
    expect(periods).toMatchObject([
      { counterKey: 'sub-1', periodKey: '20261123_000000', value: { callsCount: 2 } },
    ]);
    await azure.client.quotaByCounterKeys.update(...azure.at, 'sub-1', { callsCount: 0 });
    expect((await azure.call('/sample/echo', key)).status).toBe(200);
  });

  it('answers what a policy returns, with its expressions evaluated', async () => {
    const azure = await start();
    const key = await subscribe(azure);
    const value = `<policies><inbound><base /><choose>
      <when condition="@(context.Operation.Id == &quot;status&quot;)"><return-response>
        <set-status code="@(int.Parse(context.Request.MatchedParameters[&quot;code&quot;]))" />
      </return-response></when>
      <otherwise><return-response>
        <set-header name="Content-Type" exists-action="override"><value>application/json</value></set-header>
        <set-body>@(new JObject(new JProperty("query", context.Request.OriginalUrl.QueryString)).ToString())</set-body>
      </return-response></otherwise></choose></inbound></policies>`;
    await azure.client.apiPolicy.createOrUpdate(...azure.at, 'sample', 'policy', {
      value,
      format: 'rawxml',
    });
    expect((await azure.call('/sample/status/503', key)).status).toBe(503);
    expect((await azure.call('/sample/status/many', key)).status).toBe(500);
    const echoed = await azure.call('/sample/echo?a=1', key);
    expect(echoed.headers.get('content-type')).toBe('application/json');
    expect(await echoed.json()).toEqual({ query: '?a=1' });
  });

  it('lets bulk traffic through up to the quota, in each of its windows', async () => {
    const azure = await start('<quota calls="1000" renewal-period="86400" />');
    await subscribe(azure);
    const from = azure.world.clock.now().toISOString();
    await azure.advance(2 * 86_400);
    const result = azure.azure.traffic({ subscription: 'sub-1', calls: 5000, from });
    expect(result).toEqual({ answered: 2000, refused: 3000 });
    await azure.client.subscription.update(...azure.at, 'sub-1', '*', { state: 'suspended' });
    expect(azure.azure.traffic({ subscription: 'sub-1', calls: 7 })).toEqual({
      answered: 0,
      refused: 7,
    });
  });

  it('takes millions of calls in milliseconds, whatever time they are spread over', async () => {
    const azure = await start('<quota calls="100000000" renewal-period="2592000" />');
    await subscribe(azure);
    const from = azure.world.clock.now().toISOString();
    await azure.advance(40 * 86_400);
    const began = performance.now();
    const result = azure.azure.traffic({ subscription: 'sub-1', calls: 50_000_000, from });
    expect(performance.now() - began).toBeLessThan(50);
    expect(result).toEqual({ answered: 50_000_000, refused: 0 });
  });
});
