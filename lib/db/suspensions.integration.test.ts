import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../scripts/vitest/fresh-database';
import { listSuspensions, writeGatewayState } from './suspensions';

const AT = new Date('2026-04-10T09:07:00Z');
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  const { client } = database;
  await client.user.create({ data: { id: 'ada', name: 'Ada', email: 'ada@example.com' } });
  const subscription = { id: 'sub-1', userId: 'ada', productId: 'basic', name: 'a', createdAt: AT };
  await client.subscription.create({ data: { ...subscription, status: 'active' } });
});
afterAll(() => database.close());

it('a suspension that ended and came back in one instant is going on', async () => {
  for (const gatewayState of ['suspended', 'active', 'suspended']) {
    await writeGatewayState(database.client, {
      subscriptionId: 'sub-1',
      at: AT,
      data: { gatewayState },
    });
  }
  expect(await listSuspensions(database.client, 'sub-1')).toEqual([
    { subscriptionId: 'sub-1', start: AT, end: null },
  ]);
});
