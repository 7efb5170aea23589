import type Stripe from 'stripe';
import type { PaidProduct } from '../../domain/catalog/product';
import { type PaidPlan, pricePlan } from '../../domain/pricing/price-plan';
import { differences } from '../../kit/differences';
import {
  METADATA,
  meterEventName,
  OURS,
  priceLookupKey,
  stripeProductId,
} from '../../kit/wire-names';
import { type Findings, noFindings } from '../../ports/catalog-target';
import { isMissing } from '../errors';
import { priceParams, termsOfPlan, termsOfPrice } from '../price-terms';
import { describePlan, describePrice } from '../price-text';
import type { MeterIds } from './meters';

/**
 * Prices cannot be changed at Stripe. Other terms mean a new price that takes over the look-up key, and the
 * old one archived: subscriptions that run on it keep it, new ones get the new price.
 */
export async function checkPrice(
  stripe: Stripe,
  product: PaidProduct,
  meterIds: MeterIds,
): Promise<Findings> {
  const plan = paidPlanOf(product);
  const lookupKey = priceLookupKey(product.id);
  const all = await pricesOf(stripe, product);
  const prices = all.filter((price) => price.active);
  const current = prices.find((price) => price.lookup_key === lookupKey);
  // One that was archived by hand, or with its product, still says what people paid.
  const former = current ?? all.find((price) => price.lookup_key === lookupKey);
  const findings: Findings = { ...noFindings(), checked: 1 };
  const subject = `price ${lookupKey}`;
  const metadata = { ...OURS, [METADATA.productId]: product.id };
  const isRight = current && isSame(current, plan, meterIds.get(meterEventName(product.id)));
  const isOtherAmount = former !== undefined && termsOfPrice(former) !== termsOfPlan(plan);
  if (!isRight) {
    const run = async () => {
      const meterId = meterIds.get(meterEventName(product.id)) ?? null;
      await stripe.prices.create({
        ...priceParams(plan, meterId),
        product: stripeProductId(product.id),
        lookup_key: lookupKey,
        transfer_lookup_key: true,
        metadata,
      });
      if (current) await stripe.prices.update(current.id, { active: false });
    };
    findings.steps.push({
      system: 'Stripe',
      subject,
      action: current ? 'replace' : 'create',
      details: current
        ? `${describePrice(current)} -> ${describePlan(plan)}${isOtherAmount ? '' : ', on its own meter'} (running subscriptions keep the old price)`
        : `${describePlan(plan)}${former && isOtherAmount ? ` (archived: ${describePrice(former)})` : ''}`,
      ...(isOtherAmount ? { isPriceChange: true } : {}),
      run,
    });
  }
  const unmarked = isRight ? differences(metadata, current.metadata) : [];
  if (current && unmarked.length > 0) {
    const run = async () => {
      await stripe.prices.update(current.id, { metadata });
    };
    const details = unmarked.join('; ');
    findings.steps.push({ system: 'Stripe', subject, action: 'update', details, run });
  }
  // Left by a run that ended between the two calls above.
  for (const stray of prices) {
    if (stray.lookup_key === lookupKey) continue;
    if (stray.metadata.tollgate !== OURS.tollgate) {
      const details = `${describePrice(stray)}, made by somebody else on our product. The application never sells at it.`;
      findings.orphans.push({ system: 'Stripe', subject: `price ${stray.id}`, details });
      continue;
    }
    const run = async () => {
      await stripe.prices.update(stray.id, { active: false });
    };
    findings.steps.push({
      system: 'Stripe',
      subject: `price ${stray.id}`,
      action: 'archive',
      details: `${describePrice(stray)} was replaced`,
      run,
    });
  }
  return findings;
}

export function paidPlanOf(product: PaidProduct): PaidPlan {
  const plan = pricePlan(product);
  if (plan.kind === 'free') throw new Error(`Product ${product.id} is sold but has no price plan.`);
  return plan;
}

function isSame(price: Stripe.Price, plan: PaidPlan, meterId: string | undefined): boolean {
  const meter = plan.kind === 'metered' ? meterId : undefined;
  return (
    termsOfPrice(price) === termsOfPlan(plan) && (price.recurring?.meter ?? undefined) === meter
  );
}

async function pricesOf(stripe: Stripe, product: PaidProduct): Promise<Stripe.Price[]> {
  const params = { product: stripeProductId(product.id), limit: 100 };
  try {
    return await stripe.prices
      .list({ ...params, expand: ['data.tiers'] })
      .autoPagingToArray({ limit: 1000 });
  } catch (error) {
    // The product is only about to be made.
    if (isMissing(error)) return [];
    throw error;
  }
}
