import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { runBillingCron } from '../schedule/run-billing-cron';
import { cancelNow } from '../subscriptions/cancel-now';

const FAILS_LATER = '4000000000000341';

// Months of emulated time: on a busy machine they take a while.
describe('the last invoice of who has ended', { timeout: 240_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf } = inWorld(() => world);
  const days = async (count: number) => {
    await world.advance(`P${count}D`);
    await runBillingCron(world.deps);
  };

  /** Ends at once with 10,000 calls of PAYG that its card declines; as Stripe does, nobody collects it by itself. */
  async function endUnpaid() {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg', FAILS_LATER);
    await world.emulators.control('traffic', { subscription: id, calls: 10_000 });
    await cancelNow(world.deps, { subscriptionId: id, actor: { kind: 'consumer', id: userId } });
    await world.advance('PT2H');
    await runBillingCron(world.deps);
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    const standing = await world.deps.db.invoiceStanding.findFirstOrThrow({
      where: { subscriptionId: id, state: 'open' },
    });
    await stripeSdk(world.emulators.stripeUrl).invoices.update(standing.id, {
      auto_advance: false,
    });
    return { userId, id, invoiceId: standing.id };
  }
  const standingOf = (id: string) =>
    world.deps.db.invoiceStanding.findUniqueOrThrow({ where: { id } });

  test('is tried on day 1, 3, 7 and 14, then the link is mailed once and an operator has a row', async () => {
    const { id, invoiceId } = await endUnpaid();
    expect((await rowOf(id)).endedAt).not.toBeNull();
    const attempts: number[] = [];
    for (let day = 1; day <= 16; day += 1) {
      await days(1);
      attempts.push((await standingOf(invoiceId)).collectAttempts);
    }
    expect(attempts).toEqual([1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4]);
    const signal = await world.deps.db.paymentSignal.findUniqueOrThrow({
      where: { id: `never-paid:${invoiceId}` },
    });
    expect(signal).toMatchObject({ amountMinor: 1500, currency: 'usd', subscriptionId: id });
    const mails = await world.deps.db.mailMessage.findMany({ where: { kind: 'invoice-unpaid' } });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('$15.00');
  });

  test('is paid by the first attempt after the card pays again, and not asked for any more', async () => {
    const { id, invoiceId } = await endUnpaid();
    const customer = (await rowOf(id)).customerId ?? '';
    const { providerId } = await world.deps.db.billingCustomer.findUniqueOrThrow({
      where: { id: customer },
    });
    await days(1);
    await world.emulators.control('cards', { customer: providerId, decline: false });
    await days(2);
    expect(await standingOf(invoiceId)).toMatchObject({
      state: 'paid',
      paidMinor: 1500,
      collectAttempts: 2,
    });
    await days(5);
    expect((await standingOf(invoiceId)).collectAttempts).toBe(2);
  });
});
