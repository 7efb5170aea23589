import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { type SuspendedCase, suspendedStory } from '../../../testing/suspended-story';

const CASES: SuspendedCase[] = [
  {
    words:
      'Standard, cut off in its middle by a dispute, then a whole period: in full, then nothing',
    product: 'standard',
    story: [[40, 'dispute']],
    until: 95,
    costs: [8_995, 8_995, 0],
    said: 'not-due-unless-reopened',
  },
  {
    words: 'Pro, the same',
    product: 'pro',
    story: [[40, 'dispute']],
    until: 95,
    costs: [44_995, 44_995, 0],
    said: 'not-due-unless-reopened',
  },
  {
    words: 'Standard, suspended at the start of a period and reopened inside it: in full',
    product: 'standard',
    story: [
      [58, 'dispute'],
      [63, 'win'],
    ],
    until: 95,
    costs: [8_995, 8_995, 8_995],
  },
  {
    words:
      'Standard, ended at once while it was suspended: nothing for the period that had begun so',
    product: 'standard',
    story: [
      [40, 'dispute'],
      [70, 'end'],
    ],
    until: 80,
    costs: [8_995, 8_995],
  },
  {
    words: 'Standard, ended with its period while it was suspended: nothing for it',
    product: 'standard',
    story: [
      [40, 'dispute'],
      [70, 'end-at-period-end'],
    ],
    until: 95,
    costs: [8_995, 8_995, 0],
  },
  {
    words: 'Standard, ended by Stripe while it was suspended: nothing for it',
    product: 'standard',
    story: [
      [40, 'dispute'],
      [70, 'cancel-at-stripe'],
    ],
    until: 80,
    costs: [8_995, 8_995],
  },
  {
    words:
      'Standard, unpaid: the grace ends in the middle of a period, which is due; the one after is not',
    product: 'standard',
    story: [[35, 'decline']],
    until: 125,
    costs: [8_995, 8_995, 8_995, 0],
    said: 'not-due-unless-reopened',
  },
  {
    words:
      'Basic, a renewal while it is disputed waits and asks for nothing when its period is over',
    product: 'basic',
    story: [[10, 'dispute']],
    until: 65,
    costs: [1_495, 0],
    said: 'not-due-unless-reopened',
  },
  {
    words: 'Basic, reopened inside the period: its renewal is due in full',
    product: 'basic',
    story: [
      [27, 'dispute'],
      [33, 'win'],
    ],
    until: 40,
    costs: [1_495, 1_495],
  },
  {
    words: 'Basic, suspended in the middle of a period that was paid: that stays paid',
    product: 'basic',
    story: [[33, 'dispute']],
    until: 40,
    costs: [1_495, 1_495],
    said: 'due',
  },
  {
    words: 'Basic, ended while its renewal waits: nothing for it',
    product: 'basic',
    story: [
      [10, 'dispute'],
      [40, 'end'],
    ],
    until: 45,
    costs: [1_495, 0],
  },
  {
    words:
      'Basic, unpaid: what was open when it was suspended is due, the next renewal waits until that is paid',
    product: 'basic',
    story: [
      [20, 'decline'],
      [70, 'pay'],
    ],
    until: 75,
    costs: [1_495, 1_495, 1_495],
  },
  {
    words: 'Basic, unpaid and never paid: one renewal is owed and no more',
    product: 'basic',
    story: [[20, 'decline']],
    until: 95,
    costs: [1_495, 1_495, 0],
    said: 'not-due-unless-reopened',
  },
  {
    words: 'PAYG, suspended from start to end: nothing was asked before, and nothing is now',
    product: 'payg',
    story: [[40, 'dispute']],
    until: 95,
    costs: [1_500, 0, 0],
  },
];

// Months of emulated time: on a busy machine they take a while.
describe('a suspended period', { timeout: 300_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
    // Stripe continues to retry, so that the subscription stays past due.
    await world.emulators.control('settings', { retryDays: [20, 20, 20, 20, 20, 20, 20] });
  });
  afterAll(() => world?.stop());

  const { invoicesOf } = inWorld(() => world);
  const { play, saidOf, end } = suspendedStory(() => world);

  test.each(CASES)('$words', async (one) => {
    const { product, costs, said } = one;
    const id = await play(one);
    expect(await saidOf(id)).toBe(said ?? null);
    const invoices = (await invoicesOf(id)).reverse().filter(({ lines }) => lines.length > 0);
    const asked = invoices.filter(({ state }) => state !== 'draft' && state !== 'void');
    expect(asked.map(({ totalMinor }) => totalMinor)).toEqual(costs);
    expect(await world.deps.db.lateUsage.count({ where: { subscriptionId: id } })).toBe(0);
    const open = await world.deps.db.billingPeriod.count({
      where: { subscriptionId: id, state: 'closed', forgivenMinor: { gt: 0 } },
    });
    const isTakenOff = product !== 'payg' && costs.includes(0);
    expect(open).toBe(isTakenOff ? 1 : 0);
    await end(id);
  });
});
