import { createApimCatalog } from '../../apim/catalog/apim-catalog';
import type { CatalogTarget } from '../../ports/catalog-target';
import type { SecretStore } from '../../ports/secret-store';
import { createStripeCatalog } from '../../stripe/catalog/stripe-catalog';
import type { CatalogSettings } from './catalog-settings';

/** What the catalog is applied to, in this order: a gateway shows no product that can't be paid for yet. */
export function catalogTargets(
  { appUrl, stripe, apim }: CatalogSettings,
  secrets: SecretStore,
): CatalogTarget[] {
  return [createStripeCatalog(stripe, { appUrl, secrets }), createApimCatalog(apim, { appUrl })];
}
