import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { runBillingCron } from '../schedule/run-billing-cron';
import {
  listPlanChoices,
  type PlanChoices,
  presetWhen,
  previewPlanChange,
} from './preview-plan-change';
import { viewDues } from './view-dues';

describe('what the account has to pay', { timeout: 240_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { settled, rowOf } = inWorld(() => world);

  async function duesOf(userId: string) {
    const dues = await viewDues(world.deps, userId);
    if (dues.kind !== 'read') throw new Error(dues.kind);
    return dues;
  }
  async function pay(invoiceId: string): Promise<void> {
    const answer = await fetch(`${world.emulators.stripeUrl}/v1/invoices/${invoiceId}/pay`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_of_a_test' },
    });
    expect(answer.status).toBe(200);
    await settled();
  }

  test('all open invoices are listed with their sum, and after each payment with what is left', async () => {
    const userId = await world.newUser();
    const basic = await world.buy(userId, 'basic');
    await settled();
    const standard = await world.buy(userId, 'standard');
    await settled();
    expect(await duesOf(userId)).toMatchObject({ open: [], sums: [] });
    const { customer, periodEnd } = await rowOf(standard);
    const customerId = customer?.providerId;
    await world.emulators.control('cards', { customer: customerId, decline: true });
    await world.emulators.control('clock', { to: periodEnd?.toISOString() });
    for (let hour = 0; hour < 3; hour += 1) {
      await world.advance('PT2H');
      await settled();
      await runBillingCron(world.deps);
    }
    await world.advance('PT2H');
    await settled();

    const owed = await duesOf(userId);
    expect(owed.open.map((one) => [one.subscription?.id, one.remainingMinor]).toSorted()).toEqual(
      [
        [basic, 1495],
        [standard, 8995],
      ].toSorted(),
    );
    expect(owed.sums).toEqual([{ currency: 'usd', remainingMinor: 10_490 }]);
    expect(owed.open.every(({ payUrl }) => payUrl?.startsWith('http'))).toBe(true);

    await world.emulators.control('cards', { customer: customerId, decline: false });
    const [first, second] = owed.open;
    await pay(first?.id ?? '');
    const left = await duesOf(userId);
    expect(left.open.map(({ id }) => id)).toEqual([second?.id]);
    expect(left.sums).toEqual([{ currency: 'usd', remainingMinor: second?.remainingMinor }]);
    await pay(second?.id ?? '');
    expect(await duesOf(userId)).toMatchObject({ open: [], sums: [] });
  });

  test('a change between plans with fixed fees shows the sum and defaults to the period’s end', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    await settled();
    const which = { userId, subscriptionId: id };
    const listed = (await listPlanChoices(world.deps, which)) as Extract<
      PlanChoices,
      { kind: 'found' }
    >;
    expect(presetWhen(listed, null)).toBe('period-end');
    expect(presetWhen(listed, 'pro')).toBe('period-end');
    expect(presetWhen(listed, 'payg')).toBe('now');
    const { periodEnd } = await rowOf(id);
    const asked = { ...which, productId: 'pro' };
    expect(await previewPlanChange(world.deps, { ...asked, when: 'now' })).toMatchObject({
      kind: 'preview',
      bothFees: { fromMinor: 8995, toMinor: 44_995, currency: 'usd' },
      nextAt: periodEnd,
    });
    const toUsage = { ...which, productId: 'payg', when: 'now' } as const;
    expect(await previewPlanChange(world.deps, toUsage)).toMatchObject({ bothFees: null });
  });
});
