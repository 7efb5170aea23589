import { expect } from 'vitest';
import { runBillingCron } from '../lib/use-cases/schedule/run-billing-cron';
import { cancelNow } from '../lib/use-cases/subscriptions/cancel-now';
import { changePlan } from '../lib/use-cases/subscriptions/change-plan';
import { setCancelAtPeriodEnd } from '../lib/use-cases/subscriptions/manage-billing';
import { viewSubscription } from '../lib/use-cases/subscriptions/view-subscription';
import { type AppWorld, VISA } from './app-world';
import { inWorld } from './in-world';
import { stripeSdk } from './stripe-sdk';

/** Bought on the 10th at 9:07; what each period costs in the end, the first one first. */
export interface SuspendedCase {
  words: string;
  product: string;
  /** What happens on which day after the purchase. */
  story: [number, SuspendedAct][];
  /** Until which day. */
  until: number;
  /** Of each invoice with an amount or something taken off, by what it is for: in minor units. */
  costs: number[];
  /** What the drafts that Stripe stopped come to, which only the operator finalizes. */
  drafts?: number[];
  /** What the subscription's page says in the end of the period that runs then; nothing where it is not suspended. */
  said?: 'due' | 'not-due-unless-reopened';
}

export type SuspendedAct =
  | 'dispute'
  | 'win'
  | 'decline'
  | 'pay'
  | 'end'
  | 'end-at-period-end'
  | 'cancel-at-stripe'
  | 'basic-at-period-end'
  | 'standard-at-period-end'
  | 'basic-at-stripe';

const DAY_MS = 86_400_000;

/** Plays one row of the tables of cases of suspended periods. */
export function suspendedStory(world: () => AppWorld) {
  const { rowOf, settled, traffic } = inWorld(world);
  const stripe = () => stripeSdk(world().emulators.stripeUrl);
  let disputed = '';

  async function run(): Promise<void> {
    await settled();
    expect((await runBillingCron(world().deps)).failures).toEqual([]);
    await settled();
  }

  /** Three hours after each renewal, and every eighth day, the scheduled job runs. */
  async function goTo(id: string, day: number): Promise<void> {
    for (;;) {
      const { createdAt, periodEnd, endedAt } = await rowOf(id);
      const now = (await world().deps.clock.now()).getTime();
      const to = createdAt.getTime() + day * DAY_MS;
      if (now >= to) return;
      const renewed = endedAt ? to : (periodEnd?.getTime() ?? to) + DAY_MS / 8;
      const next = Math.min(to, now + 8 * DAY_MS, renewed > now ? renewed : to);
      await world().advance(`PT${Math.ceil((next - now) / 60_000)}M`);
      await run();
    }
  }

  const planAtPeriodEnd = (productId: string) => async (subscriptionId: string) => {
    const { userId } = await rowOf(subscriptionId);
    const asked = { userId, subscriptionId, productId, when: 'period-end' } as const;
    expect(await changePlan(world().deps, asked)).toMatchObject({ kind: 'scheduled' });
  };

  const ACTS: Record<SuspendedAct, (id: string) => Promise<unknown>> = {
    async dispute(id) {
      const customer = (await rowOf(id)).customer?.providerId ?? '';
      const { data } = await stripe().charges.list({ customer });
      const made = await world().emulators.control('disputes', { charge: data[0]?.id });
      disputed = (made as { id: string }).id;
    },
    win: () => world().emulators.control(`disputes/${disputed}`, { outcome: 'won' }),
    async decline(id) {
      const customer = (await rowOf(id)).customer?.providerId ?? '';
      await world().emulators.control('cards', { customer, decline: true });
    },
    async pay(id) {
      const { customer, payUrl } = await rowOf(id);
      await world().emulators.control('cards', { customer: customer?.providerId, decline: false });
      const body = { number: VISA, expiry: '12 / 40', cvc: '123', name: 'Ada' };
      await fetch(payUrl ?? '', {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(body),
      });
    },
    end: (subscriptionId) =>
      cancelNow(world().deps, { subscriptionId, actor: { kind: 'operator', id: 'op' } }),
    async 'end-at-period-end'(subscriptionId) {
      const { userId } = await rowOf(subscriptionId);
      await setCancelAtPeriodEnd(world().deps, { userId, subscriptionId, cancel: true });
    },
    async 'cancel-at-stripe'(id) {
      await stripe().subscriptions.cancel((await rowOf(id)).providerId ?? '');
    },
    'basic-at-period-end': planAtPeriodEnd('basic'),
    'standard-at-period-end': planAtPeriodEnd('standard'),
    /** Scheduled past us: we refuse it of a subscription whose key does not work. */
    async 'basic-at-stripe'(id) {
      const providerId = (await rowOf(id)).providerId ?? '';
      const to = world().deps.catalog.products.find((product) => product.id === 'basic');
      if (!to || to.pricingModelType === 'Free') throw new Error('basic is not sold');
      await world().deps.payments.schedulePlanChange({ providerId, to });
    },
  };

  return {
    /** Our subscription's id, on the last day of the story. */
    async play({ product, story, until }: SuspendedCase): Promise<string> {
      const id = await world().buy(await world().newUser(), product);
      await settled();
      if (product === 'payg') await traffic(id, 10_000);
      for (const [on, act] of [...story, [until, null] as const]) {
        await goTo(id, on);
        if (act) await ACTS[act](id);
        await run();
      }
      await run();
      return id;
    },
    async saidOf(subscriptionId: string) {
      const { userId } = await rowOf(subscriptionId);
      const outcome = await viewSubscription(world().deps, { userId, subscriptionId });
      return outcome.kind === 'found' ? (outcome.subscription.suspendedPeriod?.kind ?? null) : null;
    },
    /** So that nothing of it goes on in the next one. */
    async end(id: string): Promise<void> {
      await ACTS.end(id);
      await world().advance('PT2H');
      await run();
    },
  };
}
