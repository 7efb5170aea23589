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

/** The page is left open. */
export async function openCheckout(
  play: Play,
  { person, product }: Extract<Step, { kind: 'open-checkout' }>,
): Promise<string> {
  const input = { userId: play.person(person), productId: product, name: `${product}, later` };
  const started = await play.replicas.run(0, (deps) => startCheckout(deps, input));
  if (started.kind === 'done' && started.value.kind === 'checkout') {
    play.pages.set(input.userId, started.value.url);
  }
  return outcomeOf(started, ({ kind }) => kind);
}

export async function payCheckout(play: Play, person: number): Promise<string> {
  const url = play.pages.get(play.person(person));
  if (url === undefined) return 'no page is open';
  play.pages.delete(play.person(person));
  return (await payOnPage(url, CARDS.good)) === null ? 'not paid' : 'paid';
}
