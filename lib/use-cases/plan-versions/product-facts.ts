import { findSoldProduct, keepSoldProduct, listSoldProducts } from '../../db/sold-products';
import { findProduct } from '../../domain/catalog/catalog';
import type { CallLimit } from '../../domain/catalog/product';
import type { Needs } from '../deps';

/** What applies to everybody who has a product, whenever they bought it. */
export interface ProductFacts {
  displayName: string;
  quota: CallLimit | null;
  /** False when the catalog has it no more: it is retired, which only means that nobody can buy it. */
  isOffered: boolean;
}

/** Of a retired product, what the catalog said last. */
export async function productFacts(
  deps: Needs<'catalog' | 'db'>,
  productId: string,
): Promise<ProductFacts> {
  const offered = findProduct(deps.catalog, productId);
  if (offered) {
    const { displayName, qualityOfService } = offered;
    return {
      displayName: displayName ?? productId,
      quota: qualityOfService.quota,
      isOffered: true,
    };
  }
  const sold = await findSoldProduct(deps.db, productId);
  const quota =
    sold?.quotaCalls && sold.quotaSeconds
      ? { calls: sold.quotaCalls, renewalPeriodSeconds: sold.quotaSeconds }
      : null;
  return { displayName: sold?.displayName ?? productId, quota, isOffered: false };
}

export async function productName(
  deps: Needs<'catalog' | 'db'>,
  productId: string,
): Promise<string> {
  return (await productFacts(deps, productId)).displayName;
}

/** Keeps the catalog's present facts. Writes only what has changed; every run of the schedule calls it first. */
export async function keepProductFacts(deps: Needs<'catalog' | 'clock' | 'db'>): Promise<void> {
  const known = new Map((await listSoldProducts(deps.db)).map((one) => [one.id, one]));
  for (const product of deps.catalog.products) {
    const { quota } = product.qualityOfService;
    const facts = {
      id: product.id,
      displayName: product.displayName ?? product.id,
      quotaCalls: quota?.calls ?? null,
      quotaSeconds: quota?.renewalPeriodSeconds ?? null,
    };
    const kept = known.get(product.id);
    const isSame =
      kept?.displayName === facts.displayName &&
      kept.quotaCalls === facts.quotaCalls &&
      kept.quotaSeconds === facts.quotaSeconds;
    if (!isSame) await keepSoldProduct(deps.db, facts, await deps.clock.now());
  }
}
