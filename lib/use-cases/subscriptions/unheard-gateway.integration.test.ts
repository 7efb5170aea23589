import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { runBillingCron } from '../schedule/run-billing-cron';
import { syncSubscription } from './sync-subscription';

let world: AppWorld;
beforeAll(async () => {
  world = await startAppWorld();
});
afterAll(() => world?.stop());

const { rowOf, settled } = inWorld(() => world);

test('a suspension at the gateway that was never recorded is lifted when its reason is gone', {
  timeout: 60_000,
}, async () => {
  const id = await world.buy(await world.newUser(), 'basic');
  await settled();
  const { gateway } = world.deps;
  // The process dies after the gateway has suspended, before that is recorded.
  const dying = {
    ...world.deps,
    gateway: {
      ...gateway,
      setSubscriptionState: async (...given: Parameters<typeof gateway.setSubscriptionState>) => {
        await gateway.setSubscriptionState(...given);
        throw new Error('the process was killed');
      },
    },
  };
  world.setWebhooksWorked(false);
  const customer = (await rowOf(id)).customer?.providerId ?? '';
  const { data } = await stripeSdk(world.emulators.stripeUrl).charges.list({ customer });
  const made = await world.emulators.control('disputes', { charge: data[0]?.id });
  await world.advance('PT1M');
  await runBillingCron(dying);
  expect(await world.call(id)).toBe(401);
  expect(await rowOf(id)).toMatchObject({ gatewayState: 'active' });
  await world.emulators.control(`disputes/${(made as { id: string }).id}`, { outcome: 'won' });
  await world.advance('PT2H');
  world.setWebhooksWorked(true);
  await runBillingCron(world.deps);
  await syncSubscription(world.deps, id);
  expect(await rowOf(id)).toMatchObject({ gatewayState: 'active', suspendedFor: '' });
  expect(await world.call(id)).toBe(200);
});
