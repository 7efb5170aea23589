import { startCheckout } from '../../lib/use-cases/checkout/start-checkout';
import { payOnPage } from '../../testing/pay-on-page';
import type { Replica } from '../machine/replicas';
import type { Card, Step } from '../schedule/step';
import { outcomeOf } from './outcome';
import type { Play } from './play';

/** Both can be saved at checkout; the second declines when it is charged later. */
export const CARDS: Readonly<Record<Card, string>> = {
  good: '4242424242424242',
  'declines-later': '4000000000000341',
};

/** Somebody buys a product: in one browser, or in two at the same moment. */
export async function buy(play: Play, step: Extract<Step, { kind: 'buy' }>): Promise<string> {
  const replicas: Replica[] = step.browsers === 1 ? [0] : [0, 1];
  const userId = play.person(step.person);
  const all = await Promise.all(
    replicas.map(async (replica) => {
      const name = `${step.product} of ${step.person}, browser ${replica}`;
      const started = await play.replicas.run(replica, (deps) =>
        startCheckout(deps, { userId, productId: step.product, name }),
      );
      if (started.kind !== 'done' || started.value.kind !== 'checkout') {
        return outcomeOf(started, (value) => value.kind);
      }
      const led = await payOnPage(started.value.url, CARDS[step.card]);
      return led === null ? 'not paid' : 'paid';
    }),
  );
  return all.join(' | ');
}
