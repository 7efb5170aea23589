import type { Product } from '../../lib/domain/catalog/product';
import { startCheckout } from '../../lib/use-cases/checkout/start-checkout';
import { processEvents } from '../../lib/use-cases/events/process-events';
import { runBillingCron } from '../../lib/use-cases/schedule/run-billing-cron';
import { changePlan } from '../../lib/use-cases/subscriptions/change-plan';
import type { AppWorld } from '../app-world';
import { payOnPage } from '../pay-on-page';
import { stripeSdk } from '../stripe-sdk';

const VISA = '4242424242424242';

/** $10.00 for every started 1,000 calls. Not in the file any more when the release is replaced. */
const BULK: Product = {
  id: 'bulk',
  displayName: 'Bulk',
  description: null,
  recurring: { interval: 'month', intervalCount: 1 },
  qualityOfService: { rateLimit: null, quota: null },
  pricingModelType: 'MeteredUnit',
  currency: 'usd',
  prices: { unit: { currency: 'usd', unitAmount: 1000, quota: 10 } },
};

const paygAt = (unitAmount: number) => (products: readonly Product[]) =>
  products.map((product) =>
    product.pricingModelType === 'Metered'
      ? { ...product, prices: { metered: { currency: 'usd', unitAmount } } }
      : product,
  );

/** What is offered in the end: PAYG at $0.30 instead of $0.15 for 100 calls, and no Bulk. */
export function offeredInTheEnd(products: readonly Product[]): Product[] {
  return paygAt(30)(products.filter(({ id }) => id !== BULK.id));
}

type Deps = AppWorld['deps'];

/**
 * Five weeks until the moment in which a release is replaced, with everything that can be half done in it. Each
 * subscription bears the name of its situation. Uses only what both releases have, because it is the former one that plays
 * it (README.md).
 */
export async function playUntilTheUpdate(world: AppWorld): Promise<void> {
  const { deps, emulators } = world;
  const goTo = async (to: string) => {
    await emulators.control('clock', { to });
    await processEvents(deps, 500);
  };
  const traffic = (subscription: string, calls: number) =>
    emulators.control('traffic', { subscription, calls });
  const correct = (subscription: string, at: string, calls: number) =>
    emulators.control('corrections', { subscription, at, calls });
  const cron = async () => {
    const { failures } = await runBillingCron(deps);
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
  };
  await world.offer((products) => [...paygAt(10)(products), BULK]);
  await goTo('2026-01-10T09:30:00Z');
  const kept = await buy(world, 'kept', 'payg');
  await world.offer(paygAt(15));
  await goTo('2026-01-10T10:00:00Z');
  const late = await buy(world, 'late', 'payg');
  await traffic(late.id, 10_000);
  await goTo('2026-01-14T09:30:00Z');
  const draft = await buy(world, 'draft', 'payg');
  await goTo('2026-01-14T10:00:00Z');
  const event = await buy(world, 'event', 'payg');
  await goTo('2026-01-20T12:00:00Z');
  const gone = await buy(world, 'gone', 'bulk');
  const report = await buy(world, 'report', 'developer');
  const change = await buy(world, 'change', 'payg');
  const pause = await buy(world, 'pause', 'standard');
  await buyTwice(world);

  await goTo('2026-01-21T12:00:00Z');
  await traffic(draft.id, 10_000);
  await traffic(event.id, 8_000);
  await traffic(kept.id, 6_000);
  await traffic(gone.id, 2_500);
  await traffic(report.id, 600);
  await traffic(change.id, 7_000);
  await traffic(pause.id, 99_950);
  for (const day of ['2026-01-21T14', '2026-02-01T12', '2026-02-10T12']) {
    await goTo(`${day}:00:00Z`);
    await cron();
  }
  await correct(late.id, '2026-02-09T12:00:00Z', 2_000);
  await traffic(late.id, 3_000);
  await goTo('2026-02-11T12:00:00Z');
  await cron();

  await goTo('2026-02-12T12:00:00Z');
  await pauseUnheard(world, pause);
  await traffic(pause.id, 1_000);
  await goTo('2026-02-12T12:05:00Z');
  await cron();

  // From here on the late charge is written down and does not reach Stripe.
  await goTo('2026-02-13T11:00:00Z');
  const withoutCharges = killedAt(deps, 'addCharge');
  await runBillingCron(withoutCharges);
  await goTo('2026-02-14T09:10:00Z');
  await runBillingCron(withoutCharges);
  await traffic(report.id, 500);
  await goTo('2026-02-14T09:35:00Z');
  await runBillingCron(killedAt(withoutCharges, 'reportUsage'));
  await correct(draft.id, '2026-02-14T09:15:00Z', 500);
  await open(world, await world.newUser(), ['checkout', 'payg']);
  await world.offer(offeredInTheEnd);

  // Nobody works any more: the release is being replaced.
  world.setWebhooksWorked(false);
  await emulators.control('clock', { to: '2026-02-14T10:05:00Z' });
  const asked = { userId: change.userId, subscriptionId: change.id, productId: 'basic' };
  await changePlan(killedAfter(deps), { ...asked, when: 'now' }).then(
    () => Promise.reject(new Error('It was to be killed.')),
    () => {},
  );
  await emulators.control('clock', { to: '2026-02-14T10:10:00Z' });
}

async function open(world: AppWorld, userId: string, [name, productId]: [string, string]) {
  const outcome = await startCheckout(world.deps, { userId, productId, name });
  if (outcome.kind !== 'checkout') throw new Error(JSON.stringify(outcome));
  return outcome;
}

async function buy(world: AppWorld, name: string, productId: string, by?: string) {
  const { deps } = world;
  const { url, sessionId } = await open(world, by ?? (await world.newUser()), [name, productId]);
  await payOnPage(url, VISA);
  await processEvents(deps, 500);
  return deps.db.subscription.findUniqueOrThrow({ where: { checkoutSessionId: sessionId } });
}

/**
 * The first was given up as not paid, because its events were late, so the second got the same customer. When they arrived,
 * the second was ended and refunded.
 */
async function buyTwice(world: AppWorld): Promise<void> {
  const { deps } = world;
  const userId = await world.newUser();
  const first = await open(world, userId, ['first', 'basic']);
  world.setWebhooksWorked(false);
  await payOnPage(first.url, VISA);
  world.setWebhooksWorked(true);
  await deps.db.subscription.updateMany({
    where: { checkoutSessionId: first.sessionId },
    data: { status: 'incomplete_expired', liveKey: null, endedAt: await deps.clock.now() },
  });
  const late = await deps.db.stripeEvent.findMany({ where: { handledAt: null } });
  const due = (at: string) =>
    deps.db.stripeEvent.updateMany({
      where: { id: { in: late.map(({ id }) => id) } },
      data: { nextAttemptAt: new Date(at) },
    });
  await due('2100-01-01');
  await world.advance('PT5M');
  await buy(world, 'duplicate', 'basic', userId);
  await due('2020-01-01');
  await processEvents(deps, 500);
}

/** At Stripe, by hand; the gateway goes on to answer until the event has been processed. */
async function pauseUnheard(world: AppWorld, row: { providerId: string | null }): Promise<void> {
  world.setWebhooksWorked(false);
  await stripeSdk(world.emulators.stripeUrl).subscriptions.pause(row.providerId ?? '', {
    invoicing_behavior: 'invoice',
    bill_for: {
      outstanding_usage_through: { type: 'now' },
      unused_time_from: { type: 'none' },
    },
  });
  world.setWebhooksWorked(true);
}

/** Dies before this request leaves. */
function killedAt<D extends Deps>(deps: D, method: 'addCharge' | 'reportUsage'): D {
  const killed = () => Promise.reject(new Error('killed here'));
  return { ...deps, payments: { ...deps.payments, [method]: killed } };
}

/** Dies when the provider has changed the plan. */
function killedAfter(deps: Deps): Deps {
  const payments: Deps['payments'] = {
    ...deps.payments,
    changePlan: async (change) => {
      await deps.payments.changePlan(change);
      throw new Error('killed here');
    },
  };
  return { ...deps, payments };
}
