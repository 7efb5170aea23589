import { countUnresolved, listLiveVersions, type PlanVersion } from '../../db/plan-versions';
import type { Needs } from '../deps';
import { productName } from '../plan-versions/product-facts';
import { planOfVersion, priceLabel } from '../plan-versions/sold-terms';
import { type TodaysOffer, todaysOffer } from '../plan-versions/todays-offer';

/** A version that somebody has. */
export interface LiveVersion {
  id: string;
  /** Null where the provider bills a product that is none of ours. */
  productName: string | null;
  words: string;
  /** False: the provider bills it alone, because we can't compute its prices. */
  isPriceable: boolean;
  since: Date;
  subscribers: number;
  /** Null where it is none of our products. */
  today: TodaysOffer | null;
}

/** Every price that somebody pays, whatever is offered today, and how much is not known yet. From our own rows only. */
export async function viewLivePrices(deps: Needs<'catalog' | 'clock' | 'db'>): Promise<{
  versions: LiveVersion[];
  unresolved: { subscriptions: number; periods: number };
  asOf: Date;
}> {
  const [versions, unresolved, asOf] = await Promise.all([
    listLiveVersions(deps.db),
    countUnresolved(deps.db),
    deps.clock.now(),
  ]);
  return {
    versions: await Promise.all(
      versions.map(async (version) => ({
        id: version.id,
        productName: version.productId && (await productName(deps, version.productId)),
        words: priceLabel(version),
        isPriceable: version.kind !== 'not_priceable',
        since: version.createdAt,
        subscribers: version.subscribers,
        today: todayOf(deps, version),
      })),
    ),
    unresolved,
    asOf,
  };
}

function todayOf(deps: Needs<'catalog'>, version: PlanVersion): LiveVersion['today'] {
  if (version.productId === null) return null;
  return todaysOffer(deps, version.productId, planOfVersion(version));
}
