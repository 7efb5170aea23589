import { closeDuePeriods } from '../../lib/use-cases/billing/close-period';
import { completeCheckout } from '../../lib/use-cases/checkout/complete-checkout';
import { startCheckout } from '../../lib/use-cases/checkout/start-checkout';
import type { Deps } from '../../lib/use-cases/deps';
import { processEvents } from '../../lib/use-cases/events/process-events';
import { receiveEvent } from '../../lib/use-cases/events/receive-event';
import { cancelNow, continueCancels } from '../../lib/use-cases/subscriptions/cancel-now';
import { changePlan } from '../../lib/use-cases/subscriptions/change-plan';
import { syncSubscription } from '../../lib/use-cases/subscriptions/sync-subscription';
import { syncUsage } from '../../lib/use-cases/usage/sync-usage';
import { payOnPage } from '../../testing/pay-on-page';
import { CARDS } from '../play/buy';
import type { CrashOrder } from './crash-order';

/** What the application does while it is killed. Says what came of it. */
export async function doTask(deps: Deps, order: CrashOrder): Promise<string> {
  const { userId, subscriptionId } = order;
  switch (order.task) {
    case 'usage sync': {
      const run = await syncUsage(deps);
      return run.kind === 'ran' ? `${run.pushed} pushed` : run.kind;
    }
    case 'close of a period':
      return `${(await closeDuePeriods(deps, syncSubscription)).closed} closed`;
    case 'webhook': {
      if (!order.delivery) throw new Error('No webhook to take.');
      const taken = await receiveEvent(deps, order.delivery);
      const { handled } = await processEvents(deps);
      return `${taken.kind}, ${handled} handled`;
    }
    case 'checkout':
      return buy(deps, userId);
    case 'cancel at once': {
      const actor = { kind: 'consumer', id: userId } as const;
      await cancelNow(deps, { subscriptionId: known(subscriptionId), actor });
      await anHourLater(order);
      return `${(await continueCancels(deps)).ended} ended`;
    }
    case 'change of plan': {
      const wish = { userId, subscriptionId: known(subscriptionId), productId: 'standard' };
      return (await changePlan(deps, { ...wish, when: 'now' })).kind;
    }
    default:
      return order.task satisfies never;
  }
}

/** From the product's page to the key, with the payment page in between. */
async function buy(deps: Deps, userId: string): Promise<string> {
  const started = await startCheckout(deps, { userId, productId: 'standard', name: 'Mine' });
  if (started.kind !== 'checkout') return started.kind;
  await payOnPage(started.url, CARDS.good);
  return (await completeCheckout(deps, { userId, checkoutId: started.sessionId })).kind;
}

async function anHourLater({ settings }: CrashOrder): Promise<void> {
  const response = await fetch(settings['CLOCK_URL'] ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: 'PT1H' }),
  });
  await response.arrayBuffer();
}

function known(subscriptionId: string | null): string {
  if (subscriptionId === null) throw new Error('No subscription to work on.');
  return subscriptionId;
}
