import type { Catalog } from '../../domain/catalog/catalog';
import { type CatalogTarget, type Findings, merged } from '../../ports/catalog-target';
import { createApimClient } from '../client';
import { type ApimService, apimService } from '../service';
import type { ApimSettings } from '../settings';
import type { TransportOptions } from '../transport';
import { checkDelegation } from './delegation';
import { checkLeftOver } from './left-over';
import { missingAction } from './missing-action';
import { apisOf } from './product-links';
import { checkProduct } from './products';
import { checkSampleApi, SAMPLE_API_ID } from './sample-api';

/** API Management as a target of the catalog. It sends no request before the first plan. */
export function createApimCatalog(
  settings: ApimSettings,
  { appUrl, options }: { appUrl: string; options?: TransportOptions | undefined },
): CatalogTarget {
  const client = createApimClient(settings, options);
  return {
    system: 'API Management',
    // Nothing is charged here.
    liveSetting: null,
    async plan(catalog) {
      const [validationKey] = settings.delegationKeys;
      if (!validationKey) throw new Error('APIM_DELEGATION_KEY is empty.');
      const service = apimService(client, settings);
      const signIn = settings.delegatesSignIn ?? true;
      return planApim({ service, appUrl, validationKey, signIn }, catalog);
    },
    missingRight: missingAction,
  };
}

interface Planning {
  service: ApimService;
  appUrl: string;
  validationKey: string;
  /** Whether the developer portal sends signing in to us too. */
  signIn: boolean;
}

/** Compares everything at API Management with the catalog, in the order in which it must be created. */
async function planApim(planning: Planning, catalog: Catalog): Promise<Findings> {
  const { service } = planning;
  const isSampleSold = catalog.products.some((one) => apisOf(one).includes(SAMPLE_API_ID));
  const all: Findings[] = isSampleSold ? [await checkSampleApi(service)] : [];
  for (const product of catalog.products) {
    all.push(await checkProduct(service, product));
  }
  all.push(
    await checkDelegation(service, {
      url: `${planning.appUrl}/apim-delegation`,
      validationKey: planning.validationKey,
      signIn: planning.signIn,
    }),
  );
  all.push(await checkLeftOver(service, catalog));
  return merged(all);
}
