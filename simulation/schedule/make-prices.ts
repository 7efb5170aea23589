import type { Random } from '../machine/random';
import type { Step } from './step';

const PERCENTS = [50, 80, 90, 120, 150, 200, 300];
const SOLD = ['developer', 'payg', 'basic', 'standard', 'pro', 'enterprise', 'bulk'];

/** Prices that change while people are subscribed: strewn over a schedule, anywhere after its first steps. */
export function withPriceChanges(steps: readonly Step[], random: Random, people: number): Step[] {
  const all = [...steps];
  for (let count = random.whole(1, 5); count > 0; count -= 1) {
    const at = random.whole(2, all.length);
    all.splice(at, 0, ...priceSteps(random, people));
  }
  return all;
}

function priceSteps(random: Random, people: number): Step[] {
  const subscription = random.whole(0, 5);
  const person = random.whole(0, people - 1);
  const product = random.pick(SOLD);
  const wait: Step = { kind: 'wait', minutes: random.whole(1, 29) };
  switch (random.whole(0, 11)) {
    case 0:
    case 1:
    case 2:
      return [priceList(random, product, random.pick(PERCENTS))];
    case 3:
      // Twice before anybody's period can end.
      return [
        priceList(random, product, random.pick(PERCENTS)),
        wait,
        priceList(random, product, random.pick([100, ...PERCENTS])),
      ];
    case 4:
      return [priceList(random, product, null)];
    case 5:
      return [priceList(random, product, null), wait, priceList(random, product, 100)];
    case 6:
    case 7: {
      const change = random.chance(0.7) ? random.pick(PERCENTS) : null;
      return [
        { kind: 'open-checkout', person, product },
        wait,
        priceList(random, product, change),
        { kind: 'pay-checkout', person },
      ];
    }
    case 8:
      return [swap(random, subscription)];
    case 9:
      return [
        swap(random, subscription),
        wait,
        ...(random.chance(0.5) ? [{ kind: 'cron', instances: 1 } as const] : []),
        random.chance(0.5)
          ? { kind: 'accept-price', subscription }
          : { kind: 'choose-price', which: random.pick(['first', 'other'] as const) },
      ];
    case 10:
      return [{ kind: 'accept-price', subscription }];
    default:
      return [{ kind: 'lose-versions' }];
  }
}

function priceList(random: Random, product: string, percent: number | null): Step {
  return {
    kind: 'price-list',
    product,
    percent,
    migrate: random.chance(0.5),
    killedAt: random.chance(0.2) ? random.whole(1, 8) : null,
    restarted: random.chance(0.75) ? 2 : 1,
  };
}

function swap(random: Random, subscription: number): Step {
  const bills = random.pick(['none', 'create_prorations'] as const);
  return { kind: 'swap-price', subscription, percent: random.pick(PERCENTS), bills };
}
