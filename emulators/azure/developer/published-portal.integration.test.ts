import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedAzure, seed, startAzure, subscribe } from '../started-azure';
import { callData, userToken } from './called-data';

/** The calls of Microsoft's published portal, written as that writes them. */

let azure: StartedAzure;
let token: string;
let key: string;

beforeAll(async () => {
  azure = await startAzure({ reportLagMs: 0 });
  await seed(azure);
  key = await subscribe(azure);
  token = await userToken(azure);
  await azure.call('/sample/echo', key);
  await azure.call('/sample/time', key);
});

afterAll(() => azure.stop());

async function rows(path: string): Promise<Record<string, unknown>[]> {
  const { status, json } = await callData(azure, path, { token });
  expect(status).toBe(200);
  return (json as { value: Record<string, unknown>[] }).value;
}

describe('the profile page', () => {
  it('shows the keys of the list, and new ones after they were regenerated', async () => {
    const at = '/users/u1/subscriptions';
    const [first] = await rows(`${at}?$top=50&$skip=0`);
    expect(first).toMatchObject({ id: 'sub-1', state: 'active', primaryKey: key });
    expect(first?.secondaryKey).toMatch(/^[0-9a-f]{32}$/);
    await callData(azure, `${at}/sub-1/regenerateSecondaryKey`, { token, method: 'POST' });
    const { json } = await callData(azure, `${at}/sub-1`, { token });
    expect(json).toMatchObject({ primaryKey: key });
    expect((json as typeof first)?.secondaryKey).not.toBe(first?.secondaryKey);
  });

  it('shows nobody else their keys', async () => {
    await azure.client.user.createOrUpdate(...azure.at, 'u2', {
      email: 'bob@example.com',
      firstName: 'Bob',
      lastName: 'B',
    });
    const other = await userToken(azure, 'u2');
    const list = await callData(azure, '/users/u1/subscriptions', { token: other });
    expect(list.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(list.json)).not.toContain(key);
    expect((await callData(azure, '/users/u1/subscriptions')).status).toBe(401);
  });

  it('finds the subscriptions of a product and by name', async () => {
    const found = async (filter: string) =>
      (await rows(`/users/u1/subscriptions?$top=50&$skip=0&$filter=${filter}`)).length;
    expect(await found("(endswith(scope,'/products/basic'))")).toBe(1);
    expect(await found("(endswith(scope,'/products/other'))")).toBe(0);
    expect(await found("(contains(name,'Subscription'))")).toBe(1);
    expect(await found("(endswith(scope,'/products/basic')) and (contains(name,'nothing'))")).toBe(
      0,
    );
  });
});

describe('the reports page', () => {
  const between =
    '$filter=timestamp ge 2026-11-23T00:00:00.000Z and timestamp le 2026-11-24T00:00:00.000Z';

  it.each([
    ['ByProduct', 'callCountSuccess', 1],
    ['BySubscription', 'callCountTotal', 1],
    ['ByEndpoint', 'callCountTotal', 1],
    ['ByOperation', 'callCountTotal', 2],
  ])('%s has a table, ordered by %s', async (name, order, count) => {
    const page = `$top=50&$skip=0&$orderby=${order} desc`;
    const found = await rows(`/users/u1/reports/${name}?${between}&${page}`);
    expect(found).toHaveLength(count);
    const calls = found.reduce((sum, one) => sum + Number(one.callCountTotal), 0);
    expect(calls).toBe(2);
  });

  it('ByTime and ByRegion have their charts', async () => {
    const times = await rows(`/users/u1/reports/ByTime?${between}&interval=PT60M`);
    expect(times).toMatchObject([{ callCountTotal: 2 }]);
    expect(await rows(`/users/u1/reports/ByRegion?${between}`)).toMatchObject([
      { callCountTotal: 2 },
    ]);
  });
});
