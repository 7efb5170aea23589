import { Random } from '../machine/random';
import { callFault, webhookFault } from './make-faults';
import { story } from './make-stories';
import type { Schedule, Step } from './step';

export const PEOPLE = 3;
const PAID = ['developer', 'payg', 'basic', 'standard', 'pro', 'enterprise', 'bulk'];

/** The schedule of a seed: the same on every machine and in every year. */
export function makeSchedule(seed: number): Schedule {
  const random = new Random(seed);
  const start = startOf(random);
  const steps: Step[] = [];
  for (let bought = random.whole(1, 3); bought > 0; bought -= 1) {
    steps.push(buy(random), { kind: 'wait', minutes: random.whole(0, 40) });
  }
  const length = random.whole(6, 22);
  while (steps.length < length) steps.push(anyStep(random));
  // Drawn last, so that the schedules of older seeds stay what they were up to here.
  if (random.chance(0.4)) steps.push(...dishonest(random));
  if (random.chance(0.3)) {
    steps.push(...story(random, { people: PEOPLE, subscription: who(random) }));
  }
  return { seed, start, steps };
}

const AWKWARD_DAYS = [
  '2026-12-31',
  '2027-01-29',
  '2027-01-31',
  '2027-02-28',
  '2027-03-30',
  '2027-10-31',
  '2027-12-31',
  '2028-01-29',
  '2028-01-30',
  '2028-01-31',
  '2028-02-28',
  '2028-02-29',
];
const AWKWARD_TIMES = ['00:00:00', '00:00:01', '00:14:59', '00:15:00', '12:07:30', '23:45:00'];

function startOf(random: Random): Date {
  if (random.chance(0.3)) {
    const days = random.whole(0, 700);
    return new Date(Date.UTC(2026, 5, 1) + days * 86_400_000 + random.whole(0, 86_399) * 1000);
  }
  const time = random.chance(0.5)
    ? random.pick(AWKWARD_TIMES)
    : new Date(random.whole(0, 86_399) * 1000).toISOString().slice(11, 19);
  return new Date(`${random.pick(AWKWARD_DAYS)}T${time}Z`);
}

type Maker = (random: Random) => Step;

const MAKERS: readonly (readonly [Maker, number])[] = [
  [calls, 26],
  [wait, 10],
  [waitForPeriodEnd, 14],
  [(random) => ({ kind: 'cron', instances: random.chance(0.25) ? 2 : 1 }), 18],
  [(random) => ({ kind: 'reconcile', instances: random.chance(0.3) ? 2 : 1 }), 2],
  [(random) => ({ kind: 'accounts', instances: random.chance(0.3) ? 2 : 1 }), 1],
  [buy, 4],
  [(random) => ({ kind: 'success-page', subscription: who(random) }), 2],
  [(random) => ({ kind: 'correction', call: who(random), calls: random.whole(-120, 120) }), 4],
  [
    (random) => ({
      kind: 'change-plan',
      subscription: who(random),
      product: random.pick(PAID),
      when: random.chance(0.65) ? 'now' : 'period-end',
    }),
    6,
  ],
  [
    (random) => ({
      kind: 'cancel-at-period-end',
      subscription: who(random),
      cancel: random.chance(0.7),
    }),
    3,
  ],
  [(random) => ({ kind: 'cancel-now', subscription: who(random) }), 3],
  [(random) => ({ kind: 'pause', subscription: who(random) }), 2],
  [(random) => ({ kind: 'resume', subscription: who(random) }), 3],
  [
    (random) => ({
      kind: 'card',
      person: random.whole(0, PEOPLE - 1),
      declines: random.chance(0.6),
    }),
    4,
  ],
  [(random) => ({ kind: 'fault', fault: callFault(random) }), 11],
  [(random) => ({ kind: 'webhook-fault', fault: webhookFault(random) }), 6],
  [
    (random) => ({
      kind: 'kill',
      atWrite: random.whole(1, 12),
      when: random.chance(0.5) ? 'before' : 'after',
    }),
    6,
  ],
  [(random) => ({ kind: 'webhook-work', isDone: random.chance(0.5) }), 2],
];

function anyStep(random: Random): Step {
  return random.weighted(MAKERS)(random);
}

/** What somebody tries who wants more than was sold: each once in a while, among everything else. */
function dishonest(random: Random): Step[] {
  const person = random.whole(0, PEOPLE - 1);
  const subscription = who(random);
  const again = (product: string): Step => ({
    kind: 'buy',
    person,
    product,
    browsers: 1,
    card: random.chance(0.2) ? 'declines-later' : 'good',
  });
  const used = (calls: number): Step => ({
    kind: 'calls',
    subscription,
    calls,
    minutesAgo: 0,
  });
  const cron: Step = { kind: 'cron', instances: 1 };
  const later: Step = { kind: 'wait', minutes: random.whole(31, 300) };
  const end: Step = { kind: 'cancel-now', subscription };
  const monthEnd: Step = { kind: 'wait-for-period-end', subscription, offsetMinutes: 130 };
  const change = (product: string): Step => ({
    kind: 'change-plan',
    subscription,
    product,
    when: 'now',
  });
  switch (random.whole(0, 7)) {
    case 0:
      return [
        again('developer'),
        used(100),
        later,
        cron,
        end,
        later,
        cron,
        again('developer'),
        used(100),
      ];
    case 1:
      return [
        used(100),
        later,
        cron,
        change('payg'),
        used(100),
        later,
        cron,
        change('developer'),
        used(100),
      ];
    case 2:
      return [
        again('basic'),
        used(50_000),
        later,
        cron,
        change('payg'),
        end,
        later,
        cron,
        again('basic'),
      ];
    case 3:
      return [again('free'), used(100), end, again('free'), used(100)];
    case 4:
      // Two at once, and each used for nothing.
      return [
        again('developer'),
        again('developer'),
        used(100),
        later,
        cron,
        used(150),
        later,
        cron,
      ];
    case 5:
      // Paid, used, and taken back by the bank; then bought again.
      return [
        again('basic'),
        used(40_000),
        later,
        cron,
        { kind: 'dispute', person },
        later,
        cron,
        again('basic'),
        monthEnd,
        cron,
      ];
    case 6:
      // Used on credit, and no card is left when the invoice comes.
      return [
        again('standard'),
        used(2_000),
        later,
        cron,
        { kind: 'detach', person },
        monthEnd,
        cron,
        end,
      ];
    default:
      return [
        again('standard'),
        later,
        cron,
        { kind: 'card', person, declines: true },
        monthEnd,
        cron,
        monthEnd,
        cron,
        again('payg'),
        end,
      ];
  }
}

const who = (random: Random): number => random.whole(0, 5);

function buy(random: Random): Step {
  return {
    kind: 'buy',
    person: random.whole(0, PEOPLE - 1),
    product: random.chance(0.06) ? 'free' : random.pick(PAID),
    browsers: random.chance(0.25) ? 2 : 1,
    card: random.chance(0.15) ? 'declines-later' : 'good',
  };
}

/** Around the edges of prices, and small. */
const COUNTS = [1, 99, 100, 101, 999, 1_000, 1_001, 2_000, 2_001, 4_001, 99_999, 100_001, 500_001];

function calls(random: Random): Step {
  return {
    kind: 'calls',
    subscription: who(random),
    calls: random.chance(0.4) ? random.pick(COUNTS) : random.whole(1, 400),
    // Some come late into the reports: they happened up to two days before they are counted.
    minutesAgo: random.chance(0.3) ? random.whole(1, 2_880) : 0,
  };
}

function wait(random: Random): Step {
  const minutes = random.weighted<number>([
    [random.whole(0, 20), 2],
    [random.whole(20, 1_440), 4],
    [random.whole(1_440, 20_000), 3],
    [random.whole(20_000, 60_000), 1],
  ]);
  return { kind: 'wait', minutes };
}

const OFFSETS = [-1_445, -16, -1, 0, 1, 5, 14, 16, 59, 61, 130, 1_445, 4_400, 6_000];

function waitForPeriodEnd(random: Random): Step {
  const offsetMinutes = random.pick(OFFSETS);
  return { kind: 'wait-for-period-end', subscription: who(random), offsetMinutes };
}
