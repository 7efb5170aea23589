import { createHash } from 'node:crypto';
import {
  createPlanVersion,
  findPlanVersion,
  type PlanVersion,
  type VersionKey,
} from '../../db/plan-versions';
import type { Recurring } from '../../domain/catalog/product';
import { planOfItems, storeTerms, termsText } from '../../domain/pricing/plan-terms';
import { type PricePlan, withoutLimit } from '../../domain/pricing/price-plan';
import { quote } from '../../domain/pricing/pricing';
import type { ProviderPrice, ProviderPrices } from '../../ports/provider-price';
import type { Needs } from '../deps';

/** Of terms that no provider knows of. */
const NO_PROVIDER = 'none';

/**
 * The version that a set of prices is. One that was never met is written down with the amounts that the provider's own
 * prices have; from then on nobody is asked again, because neither a price nor a version ever changes.
 */
export async function ensurePlanVersion(
  deps: Needs<'clock' | 'db' | 'payments'>,
  prices: ProviderPrices,
  /** One that it probably is: the row's, which was read with it. */
  expected?: PlanVersion | null,
): Promise<PlanVersion> {
  const key = versionKey(deps.payments.id, prices);
  if (expected && isOf(expected, key)) return expected;
  return (await findPlanVersion(deps.db, key)) ?? readVersion(deps, key, prices);
}

/** Whether a version is that of these prices. */
export function isVersionOf(
  deps: Needs<'payments'>,
  version: VersionKey,
  prices: ProviderPrices,
): boolean {
  return isOf(version, versionKey(deps.payments.id, prices));
}

/** The version of a product that costs nothing: in our own rows only. */
export async function ensureFreeVersion(
  deps: Needs<'clock' | 'db'>,
  { productId, recurring }: { productId: string; recurring: Recurring },
): Promise<PlanVersion> {
  const plan: PricePlan = { kind: 'free', recurring };
  const termsHash = hashOf(plan);
  const key = {
    provider: NO_PROVIDER,
    account: '',
    currency: '',
    priceKey: `free:${productId}:${termsHash}`,
  };
  return (
    (await findPlanVersion(deps.db, key)) ??
    createPlanVersion(deps.db, {
      ...key,
      productId,
      kind: 'free',
      isFromCatalog: true,
      terms: storeTerms(plan),
      termsHash,
      minimumMinor: 0,
      words: 'Free',
      createdAt: await deps.clock.now(),
    })
  );
}

async function readVersion(
  deps: Needs<'clock' | 'db' | 'payments'>,
  key: VersionKey,
  { items, currency }: ProviderPrices,
): Promise<PlanVersion> {
  const read = [];
  for (const { priceId, quantity } of items) {
    read.push({ ...(await deps.payments.readPrice(priceId, currency)), quantity });
  }
  const [first] = read;
  const isOneProduct = read.every(({ productId }) => productId === first?.productId);
  const productId = isOneProduct ? (first?.productId ?? null) : null;
  const plan = productId === null ? null : planOfItems(read);
  return createPlanVersion(deps.db, {
    ...key,
    productId,
    kind: plan?.kind ?? 'not_priceable',
    isFromCatalog: read.length > 0 && read.every(({ isFromCatalog }) => isFromCatalog),
    terms: plan && storeTerms(plan),
    termsHash: plan && hashOf(plan),
    minimumMinor: plan ? quote(withoutLimit(plan), 0).totalMinor : 0,
    words: read.map(wordsOf).join(' and ') || 'no price',
    createdAt: await deps.clock.now(),
  });
}

function wordsOf(item: ProviderPrice & { quantity: number }): string {
  const times = item.quantity === 1 ? '' : `${item.quantity} × `;
  return `${item.productId ?? item.providerProduct}: ${times}${item.words}`;
}

function versionKey(provider: string, { account, currency, items }: ProviderPrices): VersionKey {
  const names = items.map(({ priceId, quantity }) =>
    quantity === 1 ? priceId : `${priceId}*${quantity}`,
  );
  return { provider, account, currency, priceKey: names.sort().join(' ') };
}

function isOf(version: VersionKey, key: VersionKey): boolean {
  return (
    version.provider === key.provider &&
    version.account === key.account &&
    version.currency === key.currency &&
    version.priceKey === key.priceKey
  );
}

function hashOf(plan: PricePlan): string {
  return createHash('sha256').update(termsText(plan)).digest('hex');
}
