import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { type SuspendedCase, suspendedStory } from '../../../testing/suspended-story';
import { listLeftPeriods } from '../operator/usage';

const CHANGED: SuspendedCase[] = [
  {
    words: 'Standard, Basic from the next period on, disputed before: Basic is not asked for',
    product: 'standard',
    story: [
      [35, 'basic-at-period-end'],
      [40, 'dispute'],
    ],
    until: 95,
    costs: [8_995, 8_995],
    said: 'not-due-unless-reopened',
  },
  {
    words: 'Standard, then Basic, reopened inside its first period: that is due in full',
    product: 'standard',
    story: [
      [35, 'basic-at-period-end'],
      [58, 'dispute'],
      [65, 'win'],
    ],
    until: 95,
    // With the next renewal.
    costs: [8_995, 8_995, 2_990],
  },
  {
    words: 'Standard, then Basic, ended inside its first period: nothing for it',
    product: 'standard',
    story: [
      [35, 'basic-at-period-end'],
      [40, 'dispute'],
      [70, 'end'],
    ],
    until: 75,
    costs: [8_995, 8_995],
  },
  {
    words: 'Basic, Standard from the next period on, disputed before: nothing for Standard',
    product: 'basic',
    story: [
      [5, 'standard-at-period-end'],
      [10, 'dispute'],
    ],
    until: 65,
    costs: [1_495, 0],
    said: 'not-due-unless-reopened',
  },
  {
    words: 'Basic, then Standard, reopened inside its first period: that is due in full',
    product: 'basic',
    story: [
      [5, 'standard-at-period-end'],
      [28, 'dispute'],
      [35, 'win'],
    ],
    until: 65,
    costs: [1_495, 8_995],
  },
];

const UNPAID: SuspendedCase[] = [
  {
    words: 'Basic, never paid: one renewal is owed, and the next draft comes to nothing',
    product: 'basic',
    story: [[20, 'decline']],
    until: 95,
    costs: [1_495, 1_495],
    drafts: [0, 1_495],
    said: 'not-due-unless-reopened',
  },
  {
    words: 'Basic, paid inside the period of a draft: that draft is due in full',
    product: 'basic',
    story: [
      [20, 'decline'],
      [70, 'pay'],
    ],
    until: 95,
    costs: [1_495, 1_495, 1_495],
    drafts: [1_495],
  },
  {
    words: 'Standard: the period in which it became unpaid is due, the one after is not',
    product: 'standard',
    story: [[35, 'decline']],
    until: 125,
    costs: [8_995, 8_995],
    drafts: [8_995, 0],
    said: 'not-due-unless-reopened',
  },
  {
    words: 'Standard, then Basic: on one draft Standard is due and Basic is not',
    product: 'standard',
    story: [
      [35, 'decline'],
      // The operator schedules it at Stripe: we change no plan of a subscription with unpaid invoices.
      [70, 'basic-at-stripe'],
    ],
    until: 125,
    costs: [8_995, 8_995],
    drafts: [8_995, 1_495],
    said: 'not-due-unless-reopened',
  },
];

// Months of emulated time: on a busy machine they take a while.
describe('a suspended period', { timeout: 300_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { invoicesOf } = inWorld(() => world);
  const { play, saidOf, end } = suspendedStory(() => world);

  async function check(one: SuspendedCase): Promise<string> {
    const id = await play(one);
    expect(await saidOf(id)).toBe(one.said ?? null);
    const invoices = (await invoicesOf(id)).reverse().filter(({ lines }) => lines.length > 0);
    const asked = invoices.filter(({ state }) => state !== 'draft' && state !== 'void');
    expect(asked.map(({ totalMinor }) => totalMinor)).toEqual(one.costs);
    expect(await world.deps.db.lateUsage.count({ where: { subscriptionId: id } })).toBe(0);
    const stopped = invoices.filter(({ isStopped }) => isStopped);
    expect(stopped.map(({ totalMinor }) => totalMinor)).toEqual(one.drafts ?? []);
    // What a stopped draft still charges stays in the operator's list.
    const left = (await listLeftPeriods(world.deps)).map(({ invoiceId }) => invoiceId);
    const asking = stopped.filter(({ totalMinor }) => totalMinor > 0).map((draft) => draft.id);
    expect(left).toEqual(expect.arrayContaining(asking));
    return id;
  }

  test.each(CHANGED)('of a plan that changes while suspended: $words', async (one) => {
    await end(await check(one));
  });

  test.each(UNPAID)('of a subscription that Stripe calls unpaid: $words', async (one) => {
    await world.emulators.control('settings', { retryDays: [2, 2] });
    const id = await check(one);
    await end(id);
  });
});
