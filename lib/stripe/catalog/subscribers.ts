import type Stripe from 'stripe';
import type { PaidProduct } from '../../domain/catalog/product';
import { formatMoney } from '../../domain/pricing/money';
import { type PaidPlan, withoutLimit } from '../../domain/pricing/price-plan';
import { quote } from '../../domain/pricing/pricing';
import { formatCount } from '../../domain/usage/call-count';
import { priceLookupKey, stripeProductId } from '../../kit/wire-names';
import { type Findings, noFindings } from '../../ports/catalog-target';
import { isMissing } from '../errors';
import { termsOfPlan, termsOfPrice } from '../price-terms';
import { describePlan, describePrice, planOfPrice } from '../price-text';
import { paidPlanOf } from './prices';
import { lastScheduledPrice, moveAtNextPeriod } from './schedule-move';

/** Still paying, or still meant to. */
const RUNNING = ['active', 'trialing', 'past_due', 'unpaid'];

const REPORT_EVERY = 100;

/**
 * Subscriptions that were sold at a price which is no longer today's. Without `migrate` they are counted;
 * with it each is moved at its next period, after a line that says who pays what.
 */
export async function checkSubscribers(
  stripe: Stripe,
  product: PaidProduct,
  { migrate, progress }: { migrate: boolean; progress: (line: string) => void },
): Promise<Findings> {
  const findings = noFindings();
  const plan = paidPlanOf(product);
  const prices = await allPrices(stripe, product);
  const target = prices.find((price) => isTarget(price, product, plan));
  let behind = 0;
  for (const price of prices) {
    if (price.id === target?.id || !isOlderTerms(price, plan, target)) continue;
    const list = stripe.subscriptions.list({
      price: price.id,
      limit: 100,
      expand: ['data.customer'],
    });
    for await (const subscription of list) {
      if (!RUNNING.includes(subscription.status) || isEnding(subscription)) continue;
      behind += 1;
      if (!migrate) continue;
      findings.checked += 1;
      // Each takes a call or three, so a hundred thousand take an hour.
      if (behind % REPORT_EVERY === 1) {
        progress(`Looking at subscriptions of ${product.id} at an older price: ${behind} ...`);
      }
      if (!isSamePeriod(price, plan)) {
        findings.notes.push(
          `${whoOf(subscription)} pays ${describePrice(price)}, which has another billing period than ${product.id} has now: a change of plan has to be theirs.`,
        );
        continue;
      }
      const scheduled = await lastScheduledPrice(stripe, subscription);
      if (target && scheduled === target.id) continue;
      // Its owner changes to another plan with the next period: that stays.
      if (scheduled !== null && !prices.some(({ id }) => id === scheduled)) continue;
      findings.steps.push({
        system: 'Stripe',
        subject: `subscription ${subscription.id}`,
        action: 'migrate',
        details: await preview(stripe, { subscription, price, plan }),
        isPriceChange: true,
        run: () => moveAtNextPeriod(stripe, { subscription, product }),
      });
    }
  }
  if (behind > 0 && !migrate) {
    findings.notes.push(
      behind === 1
        ? `1 subscription of ${product.id} has an older price and keeps it. --migrate moves it at its next period.`
        : `${behind} subscriptions of ${product.id} have an older price and keep it. --migrate moves them at their next period.`,
    );
  }
  return findings;
}

async function allPrices(stripe: Stripe, product: PaidProduct): Promise<Stripe.Price[]> {
  try {
    return await stripe.prices
      .list({ product: stripeProductId(product.id), limit: 100, expand: ['data.tiers'] })
      .autoPagingToArray({ limit: 1000 });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isTarget(price: Stripe.Price, product: PaidProduct, plan: PaidPlan): boolean {
  return (
    price.active &&
    price.lookup_key === priceLookupKey(product.id) &&
    termsOfPrice(price) === termsOfPlan(plan)
  );
}

/** An archived price with today's terms (made again after a detour) is as good as today's. */
function isOlderTerms(price: Stripe.Price, plan: PaidPlan, target: Stripe.Price | undefined) {
  if (termsOfPrice(price) !== termsOfPlan(plan)) return true;
  return target !== undefined && price.recurring?.meter !== target.recurring?.meter;
}

function isEnding(subscription: Stripe.Subscription): boolean {
  return subscription.cancel_at_period_end || subscription.cancel_at !== null;
}

function isSamePeriod(price: Stripe.Price, { recurring }: PaidPlan): boolean {
  return (
    price.recurring?.interval === recurring.interval &&
    price.recurring.interval_count === recurring.intervalCount
  );
}

async function preview(
  stripe: Stripe,
  input: { subscription: Stripe.Subscription; price: Stripe.Price; plan: PaidPlan },
): Promise<string> {
  const { subscription, price, plan } = input;
  const item = subscription.items.data[0];
  const from = item ? new Date(item.current_period_end * 1000).toISOString().slice(0, 10) : 'then';
  const words = `${whoOf(subscription)} pays ${describePrice(price)} -> ${describePlan(plan)} from ${from}`;
  const old = planOfPrice(price);
  const meterId = price.recurring?.meter;
  if (!old || !item || !meterId || plan.kind !== 'metered') return words;
  const calls = await callsSoFar(stripe, { meterId, subscription, item });
  const [before, after] = [amountMinor(old, calls), amountMinor(plan, calls)];
  return (
    `${words}; the ${formatCount(calls)} calls of this period so far would cost ` +
    `${formatMoney(after, plan.currency)} instead of ${formatMoney(before, plan.currency)}`
  );
}

async function callsSoFar(
  stripe: Stripe,
  input: { meterId: string; subscription: Stripe.Subscription; item: Stripe.SubscriptionItem },
): Promise<number> {
  const { customer } = input.subscription;
  // Summaries have whole minutes. The whole period: what is not yet counted is simply not there.
  const minute = (seconds: number) => Math.floor(seconds / 60) * 60;
  const { data } = await stripe.billing.meters.listEventSummaries(input.meterId, {
    customer: typeof customer === 'string' ? customer : customer.id,
    start_time: minute(input.item.current_period_start),
    end_time: minute(input.item.current_period_end),
    limit: 1,
  });
  return data[0]?.aggregated_value ?? 0;
}

function whoOf({ customer }: Stripe.Subscription): string {
  if (typeof customer === 'string') return customer;
  return 'email' in customer && customer.email ? customer.email : customer.id;
}

function amountMinor(plan: PaidPlan, calls: number): number {
  return quote(withoutLimit(plan), calls).totalMinor;
}
