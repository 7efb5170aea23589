import { afterEach, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld, VISA } from '../../../testing/app-world';
import { formerRelease } from '../../../testing/former-release/restore';
import { inWorld } from '../../../testing/in-world';
import { payOnPage } from '../../../testing/pay-on-page';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { countUnresolved } from '../../db/plan-versions';
import { processEvents } from '../events/process-events';
import { runBillingCron } from './run-billing-cron';

/**
 * Every invoice of every subscription, the oldest first, in cents. What comes before the bar is what the former release
 * left behind: it is finalized, and nothing of it may change.
 */
const INVOICES: Record<string, number[]> = {
  // At $0.10 for 100 calls, which nobody has been sold since January:
  // 6,000 calls | 10,000 calls; 2,000 calls are 200, and the late 1,000 of the month before are 100.
  kept: [600, /* | */ 1000, 300],
  // All others of PAYG at $0.15: 10,500 calls, of which 500 were counted after the update; 2,000; 1,000.
  draft: [/* | */ 1575, 300, 150],
  // 10,000 calls | 5,000 calls are 750, and the late 2,000 of the month before are 300; 1,000 calls.
  late: [1500, /* | */ 1050, 150],
  // 8,000 calls, whose draft was not heard of before the update; 2,000; 3,000.
  event: [/* | */ 1200, 300, 450],
  // Was opened at $0.15 and is paid after the price has become $0.30: 1,000 calls; 2,000 calls.
  checkout: [/* | */ 150, 300],
  // 7,000 calls of PAYG are 1050, and Basic for 525,300 of the month's 2,678,400 seconds is 293 of 1495 | Basic is 1495, and
  // 1,000 late calls of PAYG are 150; Basic; Basic.
  change: [1343, /* | */ 1645, 1495, 1495],
  // $0.20 for 100 calls after the first 100: 1,400 of 1,500 calls are 280; 50 calls; none.
  report: [/* | */ 280, 0, 0],
  // $10.00 for every started 1,000 calls of a product that is in no file any more: 3,600 calls are four; 900 calls are one,
  // and 500 late calls make 4,100 of the 3,600, one more; none.
  gone: [/* | */ 4000, 2000, 0],
  // $89.95 with 100,000 calls, of which 99,950 were made | 1,000 in the pause are 950 too many at $0.10 for 100, which waited
  // for the month after it, with 1,000 calls.
  pause: [8995, /* | */ 9090],
  // Basic in advance: bought; three months.
  first: [1495, /* | */ 1495, 1495, 1495],
  // Its second purchase, which was refunded in January | nothing.
  duplicate: [1495],
};

// Two months of emulated time: on a busy machine they take a while.
describe('what the release before this one left behind', { timeout: 300_000 }, () => {
  let world: AppWorld;
  afterEach(() => world?.stop());

  const { rowOf, settled, traffic } = inWorld(() => world);
  const stripe = () => stripeSdk(world.emulators.stripeUrl);
  const idOf = async (name: string) =>
    (await world.deps.db.subscription.findFirstOrThrow({ where: { name } })).id;
  const invoicesOf = async (name: string) => {
    const { providerId } = await rowOf(await idOf(name));
    if (!providerId) return [];
    const { data } = await stripe().invoices.list({ subscription: providerId, limit: 100 });
    return data.reverse();
  };
  const goTo = async (...instants: string[]) => {
    for (const to of instants) {
      await world.emulators.control('clock', { to: `${to}:00Z` });
      await processEvents(world.deps, 500);
      await settled();
      expect((await runBillingCron(world.deps)).failures).toEqual([]);
    }
  };
  const call = async (calls: Record<string, number>) => {
    for (const [name, count] of Object.entries(calls)) await traffic(await idOf(name), count);
  };
  const correct = async (name: string, at: string, calls: number) =>
    world.emulators.control('corrections', { subscription: await idOf(name), at, calls });
  const setPricesReadable = (readable: boolean) =>
    world.emulators.control(
      'faults',
      readable
        ? { clear: true }
        : { kind: 'status', status: 403, path: '/v1/prices/*', times: 10_000 },
    );
  const resume = async (name: string) => {
    const { providerId } = await rowOf(await idOf(name));
    const answer = await fetch(
      `${world.emulators.stripeUrl}/v1/subscriptions/${providerId}/resume`,
      { method: 'POST', headers: { authorization: 'Bearer sk_test_operator00' } },
    );
    expect(answer.status).toBe(200);
  };

  /** The half hour in which its drafts could be finalized and its late charge made, had their prices been known. */
  async function updateWithoutPrices(): Promise<void> {
    const { db } = world.deps;
    await setPricesReadable(false);
    await world.emulators.control('clock', { to: '2026-02-14T10:12:00Z' });
    const { failures } = await runBillingCron(world.deps);
    expect(failures).not.toEqual([]);
    expect(await countUnresolved(db)).toEqual({ subscriptions: 9, periods: 14 });
    for (const name of ['draft', 'event']) {
      const draft = (await invoicesOf(name)).at(-1);
      expect(draft).toMatchObject({ status: 'draft' });
      // Not in an hour, but after the longest wait: 72 hours from its creation.
      const waits = (draft?.automatically_finalizes_at ?? 0) - (draft?.created ?? 0);
      expect(waits / 3600).toBe(72);
    }
    expect(await db.lateUsage.findMany()).toMatchObject([{ state: 'planned', amountMinor: 300 }]);
    expect((await stripe().invoiceItems.list({ limit: 100 })).data).toEqual([]);
    // Totals are reported to the meter that they had.
    expect(
      await db.usageReport.findMany({
        where: { subscriptionId: await idOf('report') },
        orderBy: { timestamp: 'desc' },
        take: 1,
      }),
    ).toMatchObject([{ state: 'delivered', total: 1100n }]);
    await setPricesReadable(true);
  }

  test.each(['before', 'after'] as const)(
    'is billed as it was sold, whether it wrote its rows before or after the migration: %s',
    async (written) => {
      world = await startAppWorld({ earlier: await formerRelease(written) });
      const { db } = world.deps;
      await updateWithoutPrices();
      await goTo('2026-02-14T10:15');
      expect(await countUnresolved(db)).toEqual({ subscriptions: 0, periods: 0 });
      await payOnPage((await rowOf(await idOf('checkout'))).checkoutUrl ?? '', VISA);
      await goTo('2026-02-14T10:45');
      await call({ checkout: 1_000, draft: 2_000, event: 2_000, late: 2_000, kept: 10_000 });
      await call({ gone: 1_100, report: 400 });
      await correct('change', '2026-02-14T09:00:00Z', 1_000);
      await goTo('2026-02-14T12:45', '2026-02-16T12:00', '2026-02-18T12:00', '2026-02-20T13:30');
      await correct('gone', '2026-02-20T10:00:00Z', 500);
      await goTo('2026-02-21T12:00', '2026-02-23T13:00', '2026-02-25T12:00', '2026-03-01T12:00');
      await resume('pause');
      await goTo('2026-03-05T12:00', '2026-03-10T11:30');
      await correct('kept', '2026-03-10T08:00:00Z', 1_000);
      await goTo('2026-03-12T12:00', '2026-03-14T12:00');
      await call({ checkout: 2_000, draft: 1_000, event: 3_000, late: 1_000, kept: 2_000 });
      await call({ gone: 900, report: 50, pause: 1_000 });
      await goTo('2026-03-14T16:00', '2026-03-20T14:00', '2026-03-24T14:00', '2026-04-01T15:00');
      await goTo('2026-04-05T12:00', '2026-04-10T12:30', '2026-04-14T12:30', '2026-04-20T14:30');

      const billed: Record<string, number[]> = {};
      const unpaid: string[] = [];
      for (const name of Object.keys(INVOICES)) {
        const invoices = await invoicesOf(name);
        billed[name] = invoices.map(({ total }) => total);
        if (invoices.some(({ status }) => status !== 'paid')) unpaid.push(name);
      }
      expect(billed).toEqual(INVOICES);
      expect(unpaid).toEqual([]);
      // What was billed late, or waited, is on the invoices above; nothing else was added, credited or refunded since.
      const { data: added } = await stripe().invoiceItems.list({ limit: 100 });
      const amounts = added.map(({ amount }) => amount).sort((a, b) => a - b);
      expect(amounts).toEqual([95, 100, 150, 300, 1000]);
      const { data: refunds } = await stripe().refunds.list({ limit: 100 });
      expect(refunds.map(({ amount }) => amount)).toEqual([1495]);
      // Everything that an invoice bills was a call that was counted, in every period that has one.
      expect(await db.lateUsage.count({ where: { state: 'planned' } })).toBe(0);
      expect(await db.usageReport.count({ where: { state: 'planned' } })).toBe(0);
      expect(await db.billingPeriod.count({ where: { swappedToId: { not: null } } })).toBe(0);
      expect(await db.subscription.groupBy({ by: ['problem'], _count: true })).toEqual([
        { problem: null, _count: 9 },
        { problem: 'duplicate-refunded', _count: 2 },
      ]);
    },
  );
});
