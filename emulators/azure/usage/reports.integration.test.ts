import { afterEach, describe, expect, it } from 'vitest';
import { type StartedAzure, seed, startAzure, subscribe } from '../started-azure';

let azure: StartedAzure;
afterEach(() => azure.stop());

async function start(settings: Parameters<typeof startAzure>[0] = {}): Promise<string> {
  azure = await startAzure(settings);
  await seed(azure);
  return subscribe(azure);
}

async function bySubscription(from: string, to: string, more = '') {
  const filter = `timestamp ge datetime'${from}' and timestamp le datetime'${to}'${more}`;
  const rows = [];
  for await (const row of azure.client.reports.listBySubscription(...azure.at, filter))
    rows.push(row);
  return rows;
}

describe('reports', () => {
  it('count answers by class', async () => {
    const key = await start({ reportLagMs: 0 });
    for (const code of [200, 301, 304, 404, 400, 500, 429]) {
      await azure.call(`/sample/status/${code}`, key).catch(() => undefined);
    }
    await azure.client.subscription.update(...azure.at, 'sub-1', '*', { state: 'suspended' });
    await azure.call('/sample/echo', key);
    expect(await bySubscription('2026-11-23T00:00:00', '2026-11-24T00:00:00')).toMatchObject([
      {
        name: 'Subscription sub-1',
        subscriptionId: '/subscriptions/sub-1',
        productId: '/products/basic',
        userId: '/users/u1',
        callCountSuccess: 3,
        callCountOther: 1,
        callCountFailed: 2,
        callCountBlocked: 2,
        callCountTotal: 8,
      },
    ]);
  });

  it('know of calls only after the lag, and in whole quarters of an hour', async () => {
    await start();
    await azure.advance(10 * 60);
    azure.azure.traffic({ subscription: 'sub-1', calls: 5 });
    const read = () => bySubscription('2026-11-23T10:00:00', '2026-11-23T11:00:00');
    await azure.advance(20 * 60 - 1);
    expect(await read()).toEqual([]);
    await azure.advance(1);
    expect(await read()).toMatchObject([{ callCountSuccess: 5 }]);
  });

  it('include both ends of the time, so that the next window must not start at the last one’s end', async () => {
    await start({ reportLagMs: 0 });
    await azure.advance(15 * 60);
    azure.azure.traffic({ subscription: 'sub-1', calls: 7 });
    const calls = async (from: string, to: string) =>
      (await bySubscription(from, to))[0]?.callCountSuccess ?? 0;
    expect(await calls('2026-11-23T10:00:00', '2026-11-23T10:15:00')).toBe(7);
    expect(await calls('2026-11-23T10:15:00.000Z', '2026-11-23T10:30:00Z')).toBe(7);
    expect(await calls('2026-11-23T10:00:00', '2026-11-23T10:14:59')).toBe(0);
    expect(await calls('2026-11-23T10:15:01', '2026-11-23T10:30:00')).toBe(0);
  });

  it('lose and double nothing, however a time is cut', async () => {
    await start({ reportLagMs: 0 });
    const from = azure.world.clock.now().toISOString();
    await azure.advance(31 * 86_400);
    azure.azure.traffic({ subscription: 'sub-1', calls: 1_000_003, from });
    let sum = 0;
    for (let day = 0; day < 32; day += 1) {
      const at = Date.UTC(2026, 10, 23 + day);
      const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19);
      const [row] = await bySubscription(iso(at), iso(at + 86_399_000));
      sum += row?.callCountSuccess ?? 0;
    }
    expect(sum).toBe(1_000_003);
  });

  it('come in pages, and filtered to one subscription by its id or its path', async () => {
    await start({ reportLagMs: 0, reportPageSize: 2 });
    for (const id of ['sub-2', 'sub-3', 'sub-4', 'sub-5']) {
      await subscribe(azure, id);
      azure.azure.traffic({ subscription: id, calls: 1 });
    }
    const day = ['2026-11-23T00:00:00', '2026-11-24T00:00:00'] as const;
    expect(await bySubscription(...day)).toHaveLength(4);
    for (const id of ['sub-3', '/subscriptions/sub-3']) {
      const rows = await bySubscription(...day, ` and subscriptionId eq '${id}'`);
      expect(rows.map((row) => row.subscriptionId)).toEqual(['/subscriptions/sub-3']);
    }
  });

  it('are there by time, product, user, API and operation', async () => {
    const key = await start({ reportLagMs: 0 });
    await azure.call('/sample/echo', key);
    await azure.advance(3600);
    await azure.call('/sample/time', key);
    await azure.call('/sample/time', key);
    const { client, at } = azure;
    const filter = "timestamp ge datetime'2026-11-23T00:00:00'";
    const all = async (items: AsyncIterable<object>) => {
      const rows = [];
      for await (const row of items) rows.push(row);
      return rows;
    };
    expect(await all(client.reports.listByTime(...at, filter, 'PT1H'))).toMatchObject([
      { timestamp: new Date('2026-11-23T10:00:00Z'), interval: 'PT1H', callCountTotal: 1 },
      { timestamp: new Date('2026-11-23T11:00:00Z'), callCountTotal: 2 },
    ]);
    expect(await all(client.reports.listByProduct(...at, filter))).toMatchObject([
      { productId: '/products/basic', name: 'Basic', callCountTotal: 3 },
    ]);
    expect(await all(client.reports.listByUser(...at, filter))).toMatchObject([
      { userId: '/users/u1', name: 'Ada Lovelace', callCountTotal: 3 },
    ]);
    expect(await all(client.reports.listByApi(...at, filter))).toMatchObject([
      { apiId: '/apis/sample', callCountTotal: 3 },
    ]);
    expect(await all(client.reports.listByOperation(...at, filter))).toMatchObject([
      { operationId: '/apis/sample/operations/echo', callCountTotal: 1 },
      { operationId: '/apis/sample/operations/time', callCountTotal: 2 },
    ]);
    expect(await all(client.reports.listByRequest(...at, filter))).toHaveLength(3);
  });

  describe('by operation', () => {
    const day =
      "timestamp ge datetime'2026-11-23T00:00:00' and timestamp le datetime'2026-11-24T00:00:00'";
    async function byOperation(more = '', filter = day) {
      const rows = [];
      for await (const row of azure.client.reports.listByOperation(...azure.at, filter + more))
        rows.push([row.operationId?.split('/').pop(), row.callCountSuccess, row.callCountTotal]);
      return rows.toSorted();
    }
    async function startWithTwo() {
      await start({ reportLagMs: 0 });
      await subscribe(azure, 'sub-2');
      const from = azure.world.clock.now().toISOString();
      await azure.advance(3600);
      azure.azure.traffic({ subscription: 'sub-1', calls: 1001, from, operation: 'time' });
      azure.azure.traffic({
        subscription: 'sub-1',
        calls: 7,
        from,
        operation: 'echo',
        api: 'sample',
      });
      azure.azure.traffic({
        subscription: 'sub-1',
        calls: 3,
        from,
        operation: 'time',
        status: 500,
      });
      azure.azure.traffic({ subscription: 'sub-2', calls: 50, from, operation: 'time' });
      await azure.advance(900);
    }

    it('tell a subscription’s calls apart, to the call', async () => {
      await startWithTwo();
      expect(await byOperation()).toEqual([
        ['echo', 7, 7],
        ['time', 1051, 1054],
      ]);
      const ofOne = [
        ['echo', 7, 7],
        ['time', 1001, 1004],
      ];
      expect(await byOperation(" and subscriptionId eq 'sub-1'")).toEqual(ofOne);
      expect(await byOperation(" and subscriptionId eq '/subscriptions/sub-1'")).toEqual(ofOne);
      const time = " and subscriptionId eq 'sub-2' and operationId eq 'time' and apiId eq 'sample'";
      expect(await byOperation(time)).toEqual([['time', 50, 50]]);
      expect(await byOperation(" and operationId eq 'status'")).toEqual([]);
      expect(await byOperation(" and apiId eq 'other'")).toEqual([]);
    });

    it('add up to all calls of the subscription, however a time is cut', async () => {
      await startWithTwo();
      let sum = 0;
      for (let quarter = 0; quarter < 5; quarter += 1) {
        const at = Date.UTC(2026, 10, 23, 10, 15 * quarter);
        const iso = (ms: number) => new Date(ms).toISOString().slice(0, 19);
        const cut = `timestamp ge datetime'${iso(at)}' and timestamp le datetime'${iso(at + 899_000)}'`;
        for (const [, , total] of await byOperation(" and subscriptionId eq 'sub-1'", cut))
          sum += Number(total);
      }
      expect(sum).toBe(1011);
    });

    it('are corrected for the operation that is named alone', async () => {
      await start({ reportLagMs: 0 });
      const at = azure.world.clock.now().toISOString();
      for (const operation of ['echo', 'time'])
        azure.azure.traffic({ subscription: 'sub-1', calls: 10, operation });
      await azure.advance(900);
      const correct = (operation: string, calls: number) =>
        azure.azure.correct({ subscription: 'sub-1', at, calls, operation });
      expect(correct('time', -4)).toBe(-4);
      expect(correct('echo', 3)).toBe(3);
      expect(correct('status', 3)).toBe(0);
      expect(await byOperation()).toEqual([
        ['echo', 13, 13],
        ['time', 6, 6],
      ]);
    });

    it('know no traffic to what the subscription does not open', async () => {
      await start();
      await azure.client.api.beginCreateOrUpdateAndWait(...azure.at, 'other', {
        displayName: 'Other',
        path: 'other',
        protocols: ['https'],
      });
      const traffic = (to: { api?: string; operation?: string }) => () =>
        azure.azure.traffic({ subscription: 'sub-1', calls: 1, ...to });
      expect(traffic({ api: 'none' })).toThrow("There is no API 'none'.");
      expect(traffic({ api: 'other' })).toThrow("does not open the API 'other'");
      expect(traffic({ operation: 'none' })).toThrow("no API with an operation 'none'");
    });

    it.each([
      ['another operator on an id', " and subscriptionId ne 'sub-1'"],
      ['a field that it lacks', " and scope eq 'x'"],
    ])('refuse %s', async (_, more) => {
      await start();
      await expect(byOperation(more)).rejects.toMatchObject({
        statusCode: 400,
        code: 'ValidationError',
      });
    });
  });

  it('start another row when a subscription is moved to another product', async () => {
    const key = await start({ reportLagMs: 0 });
    await azure.call('/sample/echo', key);
    await azure.client.product.createOrUpdate(...azure.at, 'pro', { displayName: 'Pro' });
    await azure.client.productApi.createOrUpdate(...azure.at, 'pro', 'sample');
    await azure.client.subscription.update(...azure.at, 'sub-1', '*', { scope: '/products/pro' });
    await azure.call('/sample/echo', key);
    const rows = await bySubscription('2026-11-23T00:00:00', '2026-11-24T00:00:00');
    expect(rows.map((row) => [row.productId, row.callCountSuccess])).toEqual([
      ['/products/basic', 1],
      ['/products/pro', 1],
    ]);
  });

  it.each([
    ['no time', "subscriptionId eq 's'"],
    ['another operator', "timestamp gt datetime'2026-11-23T00:00:00'"],
    ['a field that it lacks', "timestamp ge datetime'2026-11-23T00:00:00' and apiId eq 'a'"],
    ['or', "timestamp ge datetime'2026-11-23T00:00:00' or userId eq 'u1'"],
  ])('refuse a filter with %s', async (_, filter) => {
    await start();
    const rows = azure.client.reports.listBySubscription(...azure.at, filter);
    await expect(rows.next()).rejects.toMatchObject({ statusCode: 400, code: 'ValidationError' });
  });
});
