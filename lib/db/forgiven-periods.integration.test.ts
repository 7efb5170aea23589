import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../scripts/vitest/fresh-database';
import { listDueDeferred } from './forgiven-periods';
import { markPeriodChecked } from './periods';

const NOW = new Date('2026-05-01T00:00:00Z');
const START = new Date('2026-04-10T09:07:00Z');
const END = new Date('2026-05-10T09:07:00Z');
const LONG_AGO = new Date('2026-03-01T00:00:00Z');

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await database.client.user.create({ data: { id: 'ada', name: 'Ada', email: 'ada@example.com' } });
});
afterAll(() => database.close());

interface Row {
  id: string;
  product?: string;
  state?: string;
  end?: Date;
  endedAt?: Date;
  suspended?: { start: Date; end: Date | null };
}

function planVersion(id: string, kind: 'licensed' | 'metered') {
  return {
    id,
    provider: 'stripe',
    account: 'test',
    currency: 'usd',
    priceKey: `price_${id}`,
    productId: id,
    kind,
    isFromCatalog: true,
    minimumMinor: 1000,
    words: id,
    createdAt: LONG_AGO,
  };
}

async function make(rows: readonly Row[]): Promise<void> {
  const { client } = database;
  await client.planVersion.createMany({
    data: [planVersion('basic', 'licensed'), planVersion('standard', 'metered')],
    skipDuplicates: true,
  });
  await client.subscription.createMany({
    data: rows.map(({ id, product = 'basic', endedAt = null }) => ({
      id,
      userId: 'ada',
      productId: product,
      name: id,
      status: 'active',
      createdAt: LONG_AGO,
      endedAt,
    })),
  });
  await client.billingPeriod.createMany({
    data: rows.map(({ id, product = 'basic', state = 'deferred', end = END }) => ({
      subscriptionId: id,
      planVersionId: product,
      start: START,
      end,
      state,
      invoiceId: `in_${id}`,
    })),
  });
  await client.suspension.createMany({
    data: rows.flatMap(({ id, suspended }) =>
      suspended ? [{ subscriptionId: id, ...suspended }] : [],
    ),
  });
}

const due = async (limit = 500) =>
  (await listDueDeferred(database.client, { now: NOW, limit })).map(
    ({ subscriptionId }) => subscriptionId,
  );

describe('deferred renewals', () => {
  const ongoing = { start: LONG_AGO, end: null };

  it('are due when they have ended or the key works again, and not while it is suspended', async () => {
    await make([
      { id: 'suspended', suspended: ongoing },
      { id: 'reopened', suspended: { start: LONG_AGO, end: new Date('2026-04-20T00:00:00Z') } },
      // Of the quarter of an hour in which the period began, 9:00 to 9:15, the key worked for a while.
      { id: 'cut-off-late', suspended: { start: new Date('2026-04-10T09:01:00Z'), end: null } },
      { id: 'cut-off-before', suspended: { start: new Date('2026-04-10T09:00:00Z'), end: null } },
      { id: 'over', suspended: ongoing, end: NOW },
      { id: 'ended', suspended: ongoing, endedAt: new Date('2026-04-20T00:00:00Z') },
      { id: 'left', state: 'left-to-operator' },
      { id: 'left-suspended', state: 'left-to-operator', suspended: ongoing },
      { id: 'left-metered', state: 'left-to-operator', product: 'standard' },
      { id: 'closed', state: 'closed' },
    ]);
    expect((await due()).sort()).toEqual(['cut-off-late', 'ended', 'left', 'over', 'reopened']);
    await database.client.subscription.deleteMany();
  });

  it('are found behind any number of others that are not due', async () => {
    const waiting = Array.from({ length: 501 }, (_, number) => ({
      id: `waiting-${number}`,
      suspended: ongoing,
      end: new Date('2026-05-02T00:00:00Z'),
    }));
    await make([...waiting, { id: 'reopened' }]);
    expect(await due()).toEqual(['reopened']);
    await database.client.subscription.deleteMany();
  });

  it('take turns: those that stay due come after those that were not checked yet', async () => {
    await make(['a', 'b', 'c'].map((id) => ({ id, state: 'left-to-operator' })));
    const turns: string[] = [];
    for (let minute = 0; minute < 4; minute += 1) {
      const [id] = await due(1);
      if (id === undefined) throw new Error('Nothing is due.');
      turns.push(id);
      const at = new Date(NOW.getTime() + minute * 60_000);
      await markPeriodChecked(database.client, { subscriptionId: id, start: START }, at);
    }
    expect(turns).toEqual(['a', 'b', 'c', 'a']);
    await database.client.subscription.deleteMany();
  });
});
