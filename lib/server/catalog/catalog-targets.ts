import { createApimCatalog } from '../../apim/catalog/apim-catalog';
import type { TransportOptions } from '../../apim/transport';
import type { CatalogTarget } from '../../ports/catalog-target';
import type { SecretStore } from '../../ports/secret-store';
import { createStripeCatalog } from '../../stripe/catalog/stripe-catalog';
import type { StripeClientOptions } from '../../stripe/client';
import type { CatalogSettings } from './catalog-settings';

/** How the vendors are reached, where a test stands in the way. */
export interface TargetEdges {
  stripe?: StripeClientOptions;
  apim?: TransportOptions;
}

/** What the catalog is applied to, in this order: a gateway shows no product that can't be paid for yet. */
export function catalogTargets(
  { appUrl, stripe, apim }: CatalogSettings,
  secrets: SecretStore,
  edges: TargetEdges = {},
): CatalogTarget[] {
  return [
    createStripeCatalog(stripe, { appUrl, secrets, options: edges.stripe }),
    createApimCatalog(apim, { appUrl, options: edges.apim }),
  ];
}
