import type { SubscriptionWithCustomer } from '../../db/subscriptions';
import { findProduct } from '../../domain/catalog/catalog';
import type { PaidProduct, Product } from '../../domain/catalog/product';
import { summarySentence } from '../../domain/pricing/plan-summary';
import type { Priceable, SoldTerms } from '../../domain/pricing/price-plan';
import { chargedWhen, priceSummary, type Quote, quote } from '../../domain/pricing/pricing';
import type { PlanChangePreview } from '../../ports/provider-subscription';
import { requireOwned } from '../audit/require-owned';
import type { Needs } from '../deps';
import { productName } from '../plan-versions/product-facts';
import { soldTermsOf } from '../plan-versions/sold-terms';
import { usageCompleteThrough } from '../usage/usage-complete-through';
import { previewPlanCredit } from './internal/plan-change-credit';
import { viewOf } from './internal/subscription-card';
import { type SubscriptionPrice, subscriptionPrice } from './internal/subscription-price';
import { type PlanChangeWhen, planChangeRules } from './plan-change-rules';

type PreviewDeps = Needs<'catalog' | 'clock' | 'db' | 'log' | 'payments' | 'settings' | 'vault'>;

export interface OfferedPlan {
  productId: string;
  productName: string;
  /** Whether a period costs something before any call. */
  hasFee: boolean;
}

export type PlanChoice = OfferedPlan &
  (
    | { kind: 'possible'; price: string }
    /** At the price that was agreed. */
    | { kind: 'present'; price: SubscriptionPrice }
    | { kind: 'not-possible'; price: string; message: string }
  );

export type PlanChoices =
  | { kind: 'not-found' }
  | {
      kind: 'found';
      name: string;
      productName: string;
      periodEnd: Date | null;
      choices: PlanChoice[];
    };

/** Every plan that is sold, and whether the subscription can be changed to it. */
export async function listPlanChoices(
  deps: PreviewDeps,
  input: { userId: string; subscriptionId: string },
): Promise<PlanChoices> {
  const row = await requireOwned(deps, input);
  if (!row) return { kind: 'not-found' };
  const choices: PlanChoice[] = [];
  const presentName = await productName(deps, row.productId);
  const { planVersion: version } = row;
  const terms = await soldTermsOf(deps, version);
  const present: PlanChoice = {
    ...offerOf({ id: row.productId, name: presentName }, terms),
    kind: 'present',
    price: subscriptionPrice(deps, row.productId, { version, terms }),
  };
  for (const product of deps.catalog.products) {
    if (product.id === row.productId) {
      choices.push(present);
      continue;
    }
    const name = product.displayName ?? product.id;
    const offer = {
      ...offerOf({ id: product.id, name }, product),
      price: summarySentence(priceSummary(product)),
    };
    const checked = await planChangeRules(deps, row, product);
    choices.push(
      checked.kind === 'possible'
        ? { ...offer, kind: 'possible' }
        : { ...offer, kind: 'not-possible', message: checked.message },
    );
  }
  // One that is not offered any more can be left, so its owner sees what it costs.
  if (choices.every(({ kind }) => kind !== 'present')) {
    choices.unshift(present);
  }
  return {
    kind: 'found',
    name: row.name,
    productName: presentName,
    periodEnd: row.periodEnd,
    choices,
  };
}

export type PlanChangeView =
  | { kind: 'not-found' }
  | { kind: 'not-possible'; message: string }
  /** The provider did not answer: what it would charge is unknown, and nothing else is missing. */
  | { kind: 'unavailable' }
  | {
      kind: 'preview';
      when: PlanChangeWhen;
      from: { name: string; terms: SoldTerms };
      to: Product;
      /** The provider's own computation; null for a change that charges nothing before the period ends. */
      now: PlanChangePreview | null;
      /** The old plan's calls of this period: on an invoice now, or on the one at its end. */
      usedSoFar: Quote | null;
      usageAsOf: Date | null;
      /** What a period of the new plan costs before any call, and when that is due next. */
      base: Quote;
      /** Fixed fees of both plans are due: the old one's however much of its period has passed. */
      bothFees: { fromMinor: number; toMinor: number; currency: string } | null;
      nextAt: Date;
      asOf: Date;
    };

/** What a change would charge now and next. Changes nothing. */
export async function previewPlanChange(
  deps: PreviewDeps,
  input: { userId: string; subscriptionId: string; productId: string; when: PlanChangeWhen },
): Promise<PlanChangeView> {
  const row = await requireOwned(deps, input);
  const wanted = findProduct(deps.catalog, input.productId);
  if (!row || !wanted) return { kind: 'not-found' };
  const checked = await planChangeRules(deps, row, wanted);
  if (checked.kind !== 'possible') return checked;
  const { from, to, providerId, onlyAtPeriodEnd } = checked;
  if (input.when === 'now' && onlyAtPeriodEnd !== null) {
    return { kind: 'not-possible', message: onlyAtPeriodEnd };
  }
  const asOf = await deps.clock.now();
  const usageAsOf = await usageCompleteThrough(deps);
  const { card } = await viewOf(deps, row, { now: asOf, usageAsOf });
  let now: PlanChangePreview | null = null;
  try {
    if (input.when === 'now') now = await dueNow(deps, { row, from, to, providerId, asOf });
  } catch (error) {
    deps.log.warn({ subscriptionId: row.id, err: error }, 'plan change preview failed');
    return { kind: 'unavailable' };
  }
  return {
    kind: 'preview',
    when: input.when,
    from: { name: card.productName, terms: from },
    to,
    now,
    usedSoFar: card.costSoFar,
    usageAsOf,
    base: quote(to, 0),
    bothFees: bothFeesOf(from, to),
    nextAt: checked.periodEnd,
    asOf,
  };
}

function offerOf(plan: { id: string; name: string }, priced: Priceable | null): OfferedPlan {
  return {
    productId: plan.id,
    productName: plan.name,
    hasFee: priced !== null && quote(priced, 0).totalMinor > 0,
  };
}

/** The provider's own computation, or ours where part of a quota paid in advance is left. */
async function dueNow(
  deps: Needs<'catalog' | 'db' | 'payments'>,
  of: {
    row: SubscriptionWithCustomer;
    from: SoldTerms;
    to: PaidProduct;
    providerId: string;
    asOf: Date;
  },
): Promise<PlanChangePreview> {
  const { row, from, to, providerId, asOf } = of;
  const found = await deps.payments.readSubscription(providerId);
  const period = found?.period ?? null;
  const credit = await previewPlanCredit(deps, { row, from, period, at: asOf });
  if (!credit) {
    const name = `preview:${row.id}`;
    return deps.payments.previewPlanChange({ providerId, name, to, at: asOf });
  }
  const amountMinor = credit.amountMinor === 0 ? 0 : -credit.amountMinor;
  const description = 'Unused time on the current plan, less the share of its calls that were used';
  return {
    currency: credit.currency,
    dueNowMinor: amountMinor,
    lines: [{ description, amountMinor }],
  };
}

function bothFeesOf(from: SoldTerms, to: Product) {
  const [old, next] = [quote(from, 0), quote(to, 0)];
  if (chargedWhen(from) !== 'in-arrears' || old.totalMinor === 0 || next.totalMinor === 0) {
    return null;
  }
  return { fromMinor: old.totalMinor, toMinor: next.totalMinor, currency: next.currency };
}

/**
 * The default time of a change: at the period's end where both plans have a fixed fee, because changing now means
 * paying both. Before a plan is chosen, one such plan is enough.
 */
export function presetWhen(
  listed: Extract<PlanChoices, { kind: 'found' }>,
  productId: string | null,
): PlanChangeWhen {
  const present = listed.choices.find(({ kind }) => kind === 'present');
  const targets = listed.choices.filter(
    (one) => one.kind === 'possible' && (productId ?? one.productId) === one.productId,
  );
  return present?.hasFee && targets.some(({ hasFee }) => hasFee) ? 'period-end' : 'now';
}
