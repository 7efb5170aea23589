import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandLine, startCommandLine } from './started-cli';
import { type StartedStripe, startStripe } from './started-stripe';

/**
 * What the command line triggers, and the event that must then have happened. Its other fixtures send
 * what this API version does not take (`payment_method_types`, `coupon`) or are about what is not emulated.
 */
const TRIGGERS: readonly (readonly [trigger: string, event?: string])[] = [
  ['customer.created'],
  ['customer.updated'],
  ['customer.deleted'],
  ['customer.source.created'],
  ['customer.source.updated'],
  ['customer.subscription.created'],
  ['customer.subscription.updated'],
  ['customer.subscription.deleted'],
  ['customer.subscription.paused'],
  ['customer.subscription.trial_will_end'],
  ['product.created'],
  ['product.updated'],
  ['product.deleted'],
  ['price.created'],
  ['price.updated'],
  ['invoiceitem.created'],
  ['invoiceitem.deleted'],
  ['invoice.created'],
  ['invoice.updated'],
  ['invoice.deleted'],
  ['invoice.finalized'],
  ['invoice.paid'],
  ['invoice.payment_succeeded'],
  ['invoice.payment_failed'],
  ['invoice.payment_action_required'],
  ['invoice.sent'],
  ['invoice.voided'],
  ['invoice.marked_uncollectible'],
  ['payment_method.attached'],
  ['payment_method.detached'],
  ['payment_method.updated'],
  ['subscription.payment_succeeded', 'invoice.payment_succeeded'],
  ['subscription.payment_failed', 'invoice.payment_failed'],
  ['billing_portal.configuration.created'],
  ['billing_portal.configuration.updated'],
  ['billing_portal.session.created'],
  ['checkout.session.completed'],
  ['checkout.session.expired'],
  ['test_helpers.test_clock.created'],
  ['test_helpers.test_clock.advancing'],
  ['test_helpers.test_clock.ready'],
  ['test_helpers.test_clock.deleted'],
  ['payment_intent.canceled'],
];

/**
 * Their fixtures give a customer a `coupon`, which Stripe has not taken since 2025-03-31.basil
 * (docs.stripe.com/changelog/basil/2025-03-31/deprecate-singular-coupon-promotion-code).
 */
const REFUSED_BY_STRIPE = [
  'customer.discount.created',
  'customer.discount.updated',
  'customer.discount.deleted',
] as const;

describe("what Stripe's command line triggers", () => {
  let emulator: StartedStripe;
  let cli: CommandLine;
  beforeAll(async () => {
    emulator = await startStripe();
    cli = startCommandLine(emulator.url);
  });
  afterAll(async () => {
    await emulator.stop();
    cli.stop();
  });

  const cases = TRIGGERS.map(([trigger, event = trigger]) => ({ trigger, event }));
  it.each(cases)('$trigger happens', { timeout: 30_000 }, async ({ trigger, event }) => {
    const before = emulator.part.account.events.filter((one) => one.type === event).length;
    expect(await cli.run('trigger', trigger)).toContain('Trigger succeeded');
    // Some things follow the last answer by themselves: a clock that arrives, a trial that ends soon.
    await emulator.world.settle();
    const after = emulator.part.account.events.filter((one) => one.type === event).length;
    expect(after).toBeGreaterThan(before);
  });

  it.each(REFUSED_BY_STRIPE)(
    '%s is refused, and leaves nothing',
    { timeout: 30_000 },
    async (trigger) => {
      const { customers, events } = emulator.part.account;
      const before = { customers: customers.size, events: events.size };
      await expect(cli.run('trigger', trigger)).rejects.toThrow(/Trigger failed/);
      expect({ customers: customers.size, events: events.size }).toEqual(before);
      const given: Record<string, string> = { coupon: 'TWENTY' };
      await expect(emulator.stripe.customers.create(given)).rejects.toMatchObject({
        statusCode: 400,
        code: 'parameter_unknown',
        param: 'coupon',
      });
    },
  );
});
