import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { startCheckout } from '../checkout/start-checkout';
import { runBillingCron } from '../schedule/run-billing-cron';
import { cancelPlanChange, changePlan } from './change-plan';
import { listPlanChoices, previewPlanChange } from './preview-plan-change';

/** Can be saved at checkout and is declined when it is charged later. */
const _FAILS_LATER = '4000000000000341';

// Months of emulated time: on a busy machine they take a while.
describe('a scheduled or refused change of plan', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic, invoicesOf, gatewayProductOf } = inWorld(() => world);

  test('waits for the end of the period, bills the old period whole at the old price and moves the scope there', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    const keys = await world.deps.gateway.readKeys(id);
    const input = { userId, subscriptionId: id, productId: 'basic', when: 'period-end' } as const;
    expect(await previewPlanChange(world.deps, input)).toMatchObject({
      kind: 'preview',
      now: null,
      base: { totalMinor: 1_495 },
    });
    const edge = (await rowOf(id)).periodEnd ?? new Date(0);
    expect(await changePlan(world.deps, input)).toEqual({ kind: 'scheduled', at: edge });
    await settled();
    expect(await rowOf(id)).toMatchObject({
      productId: 'payg',
      nextProductId: 'basic',
      nextPlanAt: edge,
    });
    expect(await gatewayProductOf(id)).toBe('payg');
    await world.emulators.control('clock', {
      to: new Date(edge.getTime() - 3_600_000).toISOString(),
    });
    await traffic(id, 2_000);
    await world.advance('PT90M');
    await settled();
    expect(await rowOf(id)).toMatchObject({ productId: 'basic', nextProductId: null });
    expect(await gatewayProductOf(id)).toBe('basic');
    expect(await world.deps.gateway.readKeys(id)).toEqual(keys);
    expect(await world.call(id)).toBe(200);
    await world.advance('PT90M');
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
    await world.advance('PT5M');
    const renewal = (await invoicesOf(id)).find((invoice) => invoice.isRenewal);
    // 2,000 calls of the old plan, and the new plan's first month in advance.
    expect(renewal).toMatchObject({ state: 'paid', totalMinor: 300 + 1_495 });
    const [old] = await world.deps.db.billingPeriod.findMany({
      where: { subscriptionId: id },
      orderBy: { start: 'asc' },
    });
    expect(old).toMatchObject({
      productId: 'payg',
      end: edge,
      state: 'closed',
      callsBilled: 2_000n,
    });
  });

  test('that is scheduled can be canceled, and then nothing changes at the end of the period', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    const which = { userId, subscriptionId: id };
    await changePlan(world.deps, { ...which, productId: 'standard', when: 'period-end' });
    expect(await changePlan(world.deps, { ...which, productId: 'pro', when: 'now' })).toMatchObject(
      {
        kind: 'not-possible',
        message: expect.stringContaining('cancel it first'),
      },
    );
    expect(await cancelPlanChange(world.deps, which)).toEqual({ kind: 'done' });
    expect(await rowOf(id)).toMatchObject({ nextProductId: null, nextPlanAt: null });
    await world.advance('P1M');
    await world.advance('PT2H');
    await settled();
    expect(await rowOf(id)).toMatchObject({ productId: 'payg', status: 'active' });
    expect(await gatewayProductOf(id)).toBe('payg');
  });

  test('reserves the new plan: a checkout of it that starts meanwhile gets a separate customer', async () => {
    const userId = await world.newUser();
    // Before a first payment nobody may have two of a product, and a scheduled change counts as one.
    await world.buy(userId, 'basic');
    const id = await world.buy(userId, 'standard');
    const input = { userId, subscriptionId: id, productId: 'payg', when: 'period-end' } as const;
    expect(await changePlan(world.deps, input)).toMatchObject({ kind: 'scheduled' });
    const started = await startCheckout(world.deps, { userId, productId: 'payg', name: 'Second' });
    expect(started.kind).toBe('checkout');
    const other = await world.deps.db.subscription.findFirstOrThrow({
      where: { userId, productId: 'payg', status: 'checkout' },
    });
    expect(other.customerId).not.toBe((await rowOf(id)).customerId);
  });

  test.each([
    ['past_due', {}, 'pay the open invoice first'],
    ['trialing', {}, 'trial is still running'],
    ['paused', {}, 'is paused'],
    ['active', { cancelAt: new Date('2027-01-01') }, 'resume it first'],
    ['active', { cancelRequestedAt: new Date('2026-01-11') }, 'is being canceled'],
    ['free', {}, 'has no card'],
  ])('of a subscription that is %s %o is refused in words', async (status, facts, words) => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    await settled();
    const before = await rowOf(id);
    await world.deps.db.subscription.update({ where: { id }, data: { status, ...facts } });
    const input = { userId, subscriptionId: id, productId: 'pro', when: 'now' } as const;
    expect(await changePlan(world.deps, input)).toEqual({
      kind: 'not-possible',
      message: expect.stringContaining(words),
    });
    expect(await previewPlanChange(world.deps, input)).toMatchObject({ kind: 'not-possible' });
    const listed = await listPlanChoices(world.deps, { userId, subscriptionId: id });
    const kinds = listed.kind === 'found' ? listed.choices.map((choice) => choice.kind) : [];
    expect(kinds).not.toContain('possible');
    const stripe = stripeSdk(world.emulators.stripeUrl);
    const { metadata } = await stripe.subscriptions.retrieve(before.providerId ?? '');
    expect(metadata['product_id']).toBe('standard');
  });

  test.each([
    ['free', 'You can’t switch to'],
    ['standard', 'already on this plan'],
    ['payg', 'already have a subscription to this plan'],
  ])('to %s is refused in words', async (productId, words) => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'standard');
    if (productId === 'payg') await world.buy(userId, 'payg');
    await settled();
    expect(
      await changePlan(world.deps, { userId, subscriptionId: id, productId, when: 'now' }),
    ).toEqual({
      kind: 'not-possible',
      message: expect.stringContaining(words),
    });
    const outsider = await world.newUser();
    expect(
      await changePlan(world.deps, {
        userId: outsider,
        subscriptionId: id,
        productId,
        when: 'now',
      }),
    ).toEqual({
      kind: 'not-found',
    });
  });
});
