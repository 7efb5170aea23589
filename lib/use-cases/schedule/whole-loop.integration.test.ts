import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { cancelNow } from '../subscriptions/cancel-now';
import { runBillingCron } from './run-billing-cron';

let world: AppWorld;
beforeAll(async () => {
  world = await startAppWorld();
});
afterAll(() => world?.stop());

const { rowOf, traffic, renewalOf, gatewayProductOf } = inWorld(() => world);

async function pass(duration: string): Promise<void> {
  await world.advance(duration);
  expect((await runBillingCron(world.deps)).failures).toEqual([]);
}

/** The whole loop as one short story; `npm test -- --quick` runs it in the place of all the others. */
test('sign-up, payment, a key that works, calls, an exact invoice, cancellation, a key that does not work', async () => {
  const userId = await world.newUser();
  const id = await world.buy(userId, 'standard');
  expect(await rowOf(id)).toMatchObject({ status: 'active', gatewayState: 'active' });
  expect(await gatewayProductOf(id)).toBe('standard');
  expect(await world.call(id)).toBe(200);

  // The call above is one of them.
  await traffic(id, 119_999);
  await pass('PT1H');
  await pass('P1M');
  await pass('PT2H');
  await world.advance('PT2H');
  // $89.95 with 100,000 calls, and 20,000 more at $0.001.
  expect(await renewalOf(id)).toMatchObject({ state: 'paid', totalMinor: 10_995 });

  const actor = { kind: 'consumer', id: userId } as const;
  await cancelNow(world.deps, { subscriptionId: id, actor });
  expect(await world.call(id)).toBe(401);
  await pass('P1D');
  const ended = await rowOf(id);
  expect(ended).toMatchObject({ status: 'canceled' });
  expect(ended.endedAt).not.toBeNull();
});
