import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld, VISA } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { runBillingCron } from '../schedule/run-billing-cron';
import { cancelNow } from './cancel-now';
import { setCancelAtPeriodEnd } from './manage-billing';
import { viewSubscription } from './view-subscription';

/** Bought on the 10th at 9:07; what each period costs in the end, the first one first. */
interface Case {
  words: string;
  product: string;
  /** What happens on which day after the purchase. */
  story: [number, Act][];
  /** Until which day. */
  until: number;
  /** Of each invoice with an amount or something taken off, by what it is for: in minor units. */
  costs: number[];
  /** What the subscription's page says in the end of the period that runs then; nothing where it is not suspended. */
  said?: 'due' | 'not-due-unless-reopened';
}

type Act = 'dispute' | 'win' | 'decline' | 'pay' | 'end' | 'end-at-period-end' | 'cancel-at-stripe';

const DAY_MS = 86_400_000;
const CASES: Case[] = [
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
    // Stripe goes on trying, so that the subscription stays past due.
    await world.emulators.control('settings', { retryDays: [20, 20, 20, 20, 20, 20, 20] });
  });
  afterAll(() => world?.stop());

  const { rowOf, invoicesOf, settled, traffic } = inWorld(() => world);
  const run = async () => {
    await settled();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await settled();
  };
  /** Three hours after each renewal, and every eighth day, the scheduled job runs. */
  async function goTo(id: string, day: number): Promise<void> {
    for (;;) {
      const { createdAt, periodEnd, endedAt } = await rowOf(id);
      const now = (await world.deps.clock.now()).getTime();
      const to = createdAt.getTime() + day * DAY_MS;
      if (now >= to) return;
      const renewed = endedAt ? to : (periodEnd?.getTime() ?? to) + DAY_MS / 8;
      const next = Math.min(to, now + 8 * DAY_MS, renewed > now ? renewed : to);
      await world.advance(`PT${Math.ceil((next - now) / 60_000)}M`);
      await run();
    }
  }
  const stripe = () => stripeSdk(world.emulators.stripeUrl);
  let disputed = '';

  const saidOf = async (subscriptionId: string) => {
    const { userId } = await rowOf(subscriptionId);
    const outcome = await viewSubscription(world.deps, { userId, subscriptionId });
    return outcome.kind === 'found' ? (outcome.subscription.suspendedPeriod?.kind ?? null) : null;
  };

  const ACTS: Record<Act, (id: string) => Promise<unknown>> = {
    async dispute(id) {
      const customer = (await rowOf(id)).customer?.providerId ?? '';
      const { data } = await stripe().charges.list({ customer });
      const made = await world.emulators.control('disputes', { charge: data[0]?.id });
      disputed = (made as { id: string }).id;
    },
    win: () => world.emulators.control(`disputes/${disputed}`, { outcome: 'won' }),
    async decline(id) {
      const customer = (await rowOf(id)).customer?.providerId ?? '';
      await world.emulators.control('cards', { customer, decline: true });
    },
    async pay(id) {
      const { customer, payUrl } = await rowOf(id);
      await world.emulators.control('cards', { customer: customer?.providerId, decline: false });
      const body = { number: VISA, expiry: '12 / 40', cvc: '123', name: 'Ada' };
      await fetch(payUrl ?? '', {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(body),
      });
    },
    end: (subscriptionId) =>
      cancelNow(world.deps, { subscriptionId, actor: { kind: 'operator', id: 'op' } }),
    async 'end-at-period-end'(subscriptionId) {
      const { userId } = await rowOf(subscriptionId);
      await setCancelAtPeriodEnd(world.deps, { userId, subscriptionId, cancel: true });
    },
    async 'cancel-at-stripe'(id) {
      await stripe().subscriptions.cancel((await rowOf(id)).providerId ?? '');
    },
  };

  test.each(CASES)('$words', async ({ product, story, until, costs, said }) => {
    const id = await world.buy(await world.newUser(), product);
    await settled();
    if (product === 'payg') await traffic(id, 10_000);
    for (const [on, act] of [...story, [until, null] as const]) {
      await goTo(id, on);
      if (act) await ACTS[act](id);
      await run();
    }
    await run();
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
    await ACTS.end(id);
    await world.advance('PT2H');
    await run();
  });
});
