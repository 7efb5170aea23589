import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { listSubscriptionsForOperator } from '../operator/subscriptions';
import { exportData } from './export-data';

/** Columns of an invoice that are left out: whose it is goes without saying, and the address opens it. */
const LEFT_OUT = ['payUrl', 'userId'];

describe('a dispute, from the operator’s list to the owner’s export', { timeout: 120_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled } = inWorld(() => world);

  async function disputed() {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    await settled();
    const customerId = (await rowOf(id)).customer?.providerId ?? '';
    const answer = await fetch(`${world.emulators.stripeUrl}/v1/charges?customer=${customerId}`, {
      headers: { authorization: 'Bearer sk_test_of_a_test' },
    });
    const { data } = (await answer.json()) as { data: { id: string }[] };
    const dispute = await world.emulators.control('disputes', { charge: data[0]?.id });
    await settled();
    return { userId, id, customerId, dispute: dispute as { id: string } };
  }
  const suspendedNow = async () =>
    (
      await listSubscriptionsForOperator(world.deps, {
        filter: 'suspended',
        search: '',
        order: 'desc',
        after: null,
      })
    ).rows;

  test('the operator’s suspended ones are those whose keys don’t work, until they work again', async () => {
    const working = await world.buy(await world.newUser(), 'basic');
    await settled();
    const { id, dispute } = await disputed();
    const rows = await suspendedNow();
    expect(rows.map((row) => row.id)).toEqual([id]);
    expect(rows.map((row) => row.id)).not.toContain(working);
    await world.emulators.control(`disputes/${dispute.id}`, { outcome: 'won' });
    await settled();
    expect(await suspendedNow()).toEqual([]);
    const times = await world.deps.db.suspension.findMany({ where: { subscriptionId: id } });
    expect(times).toMatchObject([{ start: expect.any(Date), end: expect.any(Date) }]);
  });

  test('the export has invoices, disputes, suspensions and the customer’s currency', async () => {
    const { userId, id, customerId, dispute } = await disputed();
    const outcome = await exportData(world.deps, userId);
    if (outcome.kind !== 'export') throw new Error(outcome.kind);
    const { data } = outcome;
    expect(data).toMatchObject({
      customersAtPaymentProvider: [{ providerId: customerId, currency: 'usd', deletedAt: null }],
      whatBecameOfInvoices: [
        { subscriptionId: id, state: 'paid', totalMinor: 1495, paidMinor: 1495, currency: 'usd' },
      ],
      disputesRefundsAndWarnings: [{ id: dispute.id, kind: 'dispute', amountMinor: 1495 }],
      subscriptions: [{ suspensions: [{ start: expect.any(Date), end: null }] }],
    });
    const kept = await world.deps.db.invoiceStanding.findFirstOrThrow({ where: { userId } });
    const [exported] = data.whatBecameOfInvoices as object[];
    const missing = Object.keys(kept).filter((name) => !(name in (exported ?? {})));
    expect(missing.toSorted()).toEqual(LEFT_OUT);
  });
});
