import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { runBillingCron } from '../schedule/run-billing-cron';

describe('the last period', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic } = inWorld(() => world);

  test.each([0, 1])(
    'a fixed fee is due for a last period without an invoice, with %i calls in it',
    async (calls) => {
      const id = await world.buy(await world.newUser(), 'standard');
      if (calls > 0) await traffic(id, calls);
      await world.advance('PT3H');
      await settled();
      await runBillingCron(world.deps);
      const { providerId } = await rowOf(id);
      await stripeSdk(world.emulators.stripeUrl).subscriptions.cancel(providerId ?? '');
      await world.advance('PT1H');
      await settled();
      await runBillingCron(world.deps);
      await world.advance('P4D');
      expect((await runBillingCron(world.deps)).failures).toEqual([]);
      expect((await runBillingCron(world.deps)).late).toBe(0);
      const late = { where: { subscriptionId: id } };
      expect(await world.deps.db.lateUsage.findMany(late)).toMatchObject([
        { amountMinor: 8_995, callsCounted: BigInt(calls), state: 'billed' },
      ]);
    },
  );

  test('no fixed fee is due for a last period that was suspended as a whole', async () => {
    const id = await world.buy(await world.newUser(), 'standard');
    await world.advance('PT3H');
    await settled();
    const { providerId, periodStart } = await rowOf(id);
    await world.deps.db.suspension.create({
      data: {
        subscriptionId: id,
        // Calls are counted by quarters of an hour.
        start: new Date((periodStart?.getTime() ?? 0) - 900_000),
      },
    });
    await stripeSdk(world.emulators.stripeUrl).subscriptions.cancel(providerId ?? '');
    await world.advance('P5D');
    await settled();
    await runBillingCron(world.deps);
    await runBillingCron(world.deps);
    expect(await world.deps.db.lateUsage.count({ where: { subscriptionId: id } })).toBe(0);
  });
});
