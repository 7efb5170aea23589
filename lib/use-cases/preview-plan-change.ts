import { findProduct } from '../domain/catalogue';
import { type Quote, quote } from '../domain/pricing';
import type { Product } from '../domain/product';
import type { PlanChangePreview } from '../ports/payment-provider';
import type { Deps } from './deps';
import { ownSubscription } from './own-subscription';
import { type PlanChangeWhen, planChangeRules } from './plan-change-rules';
import { viewOf } from './subscription-card';
import { usageCompleteThrough } from './usage-complete-through';

export type PlanChoice = { product: Product } & (
  | { kind: 'possible' }
  | { kind: 'present' }
  | { kind: 'not-possible'; message: string }
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

/** Every plan that is sold, with whether the subscription can be changed to it. */
export async function listPlanChoices(
  deps: Deps,
  input: { userId: string; subscriptionId: string },
): Promise<PlanChoices> {
  const row = await ownSubscription(deps, input);
  if (!row) return { kind: 'not-found' };
  const choices: PlanChoice[] = [];
  for (const product of deps.catalogue.products) {
    if (product.id === row.productId) choices.push({ product, kind: 'present' });
    else choices.push({ product, ...(await planChangeRules(deps, row, product)) });
  }
  return {
    kind: 'found',
    name: row.name,
    productName: findProduct(deps.catalogue, row.productId)?.displayName ?? row.productId,
    periodEnd: row.periodEnd,
    choices,
  };
}

export type PlanChangeView =
  | { kind: 'not-found' }
  | { kind: 'not-possible'; message: string }
  /** The provider did not answer: what it would charge is not known, and nothing else is lost. */
  | { kind: 'unavailable' }
  | {
      kind: 'preview';
      when: PlanChangeWhen;
      from: Product;
      to: Product;
      /** The provider's own computation; null for a change that charges nothing before the period ends. */
      now: PlanChangePreview | null;
      /** The old plan's calls of this period: on the invoice of now, or on the one of its end. */
      usedSoFar: Quote | null;
      usageAsOf: Date | null;
      /** What a period of the new plan costs before any call, and when that is due next. */
      base: Quote;
      nextAt: Date;
      asOf: Date;
    };

/** What a change would charge now and next. Changes nothing. */
export async function previewPlanChange(
  deps: Deps,
  input: { userId: string; subscriptionId: string; productId: string; when: PlanChangeWhen },
): Promise<PlanChangeView> {
  const row = await ownSubscription(deps, input);
  const wanted = findProduct(deps.catalogue, input.productId);
  if (!row || !wanted) return { kind: 'not-found' };
  const checked = await planChangeRules(deps, row, wanted);
  if (checked.kind !== 'possible') return checked;
  const { from, to, providerId } = checked;
  const asOf = await deps.clock.now();
  const usageAsOf = await usageCompleteThrough(deps);
  const { card } = await viewOf(deps, row, { now: asOf, usageAsOf });
  let now: PlanChangePreview | null = null;
  try {
    if (input.when === 'now') {
      const name = `preview:${row.id}`;
      now = await deps.payments.previewPlanChange({ providerId, name, to, at: asOf });
    }
  } catch (error) {
    deps.log.warn({ subscriptionId: row.id, err: error }, 'a change of plan was not previewed');
    return { kind: 'unavailable' };
  }
  return {
    kind: 'preview',
    when: input.when,
    from,
    to,
    now,
    usedSoFar: card.costSoFar,
    usageAsOf,
    base: quote(to, 0),
    nextAt: checked.periodEnd,
    asOf,
  };
}
