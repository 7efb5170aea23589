import type { Catalogue } from '../../domain/catalog/catalogue';
import { type Findings, merged } from '../../ports/catalog-target';
import type { ApimService } from '../service';
import { checkDelegation } from './delegation';
import { checkLeftOver } from './left-over';
import { apisOf } from './product-links';
import { checkProduct } from './products';
import { checkSampleApi, SAMPLE_API_ID } from './sample-api';

export interface ApimTarget {
  service: ApimService;
  appUrl: string;
  validationKey: string;
  delegatesSignIn: boolean;
}

/** Compares everything of API Management's with the catalogue, in the order in which it must be made. */
export async function checkApim(target: ApimTarget, catalogue: Catalogue): Promise<Findings> {
  const { service } = target;
  const isSampleSold = catalogue.products.some((one) => apisOf(one).includes(SAMPLE_API_ID));
  const all: Findings[] = isSampleSold ? [await checkSampleApi(service)] : [];
  for (const product of catalogue.products) {
    all.push(await checkProduct(service, product));
  }
  all.push(
    await checkDelegation(service, {
      url: `${target.appUrl}/apim-delegation`,
      validationKey: target.validationKey,
      signIn: target.delegatesSignIn,
    }),
  );
  all.push(await checkLeftOver(service, catalogue));
  return merged(all);
}
