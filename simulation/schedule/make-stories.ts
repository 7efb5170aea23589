import type { Random } from '../machine/random';
import type { Step } from './step';

/** What an operator writes off, and who leaves and comes back: stories that take several steps. */
export function story(random: Random, of: { people: number; subscription: number }): Step[] {
  const person = random.whole(0, of.people - 1);
  const cron: Step = { kind: 'cron', instances: 1 };
  const later: Step = { kind: 'wait', minutes: random.whole(31, 300) };
  const monthEnd: Step = {
    kind: 'wait-for-period-end',
    subscription: of.subscription,
    offsetMinutes: 130,
  };
  const buy = (product: string): Step => ({
    kind: 'buy',
    person,
    product,
    browsers: 1,
    card: 'good',
  });
  const card = (declines: boolean): Step => ({ kind: 'card', person, declines });
  const product = random.pick(['basic', 'standard', 'payg']);
  if (random.chance(0.5)) {
    const to = random.chance(0.6) ? 'void' : 'uncollectible';
    return [
      buy(product),
      later,
      card(true),
      monthEnd,
      cron,
      later,
      cron,
      { kind: 'write-off', person, to },
      later,
      cron,
      card(false),
      monthEnd,
      cron,
    ];
  }
  const owing = random.chance(0.4);
  return [
    buy(product),
    later,
    cron,
    ...(owing ? [card(true), monthEnd, cron] : []),
    { kind: 'close-account', person },
    later,
    cron,
    { kind: 'accounts', instances: 1 },
    later,
    { kind: 'sign-up-again', person },
    buy(random.pick(['basic', 'payg', 'developer'])),
    later,
    cron,
  ];
}
