import type { ProductContract } from '@azure/arm-apimanagement';
import type { Catalog } from '../../domain/catalog/catalog';
import { POLICY_MARK } from '../../kit/wire-names';
import { type Findings, noFindings } from '../../ports/catalog-target';
import type { ApimService } from '../service';
import { orNull } from './absent';

/**
 * Products that the catalog doesn't sell. Ours (marked by their policy) are unpublished: nobody new sees them, and
 * existing keys continue to work. Others are only reported.
 */
export async function checkLeftOver(service: ApimService, catalog: Catalog): Promise<Findings> {
  const { client, at } = service;
  const findings = noFindings();
  const known = new Set(catalog.products.map(({ id }) => id));
  for await (const product of client.product.listByService(...at)) {
    const id = product.name;
    if (!id || known.has(id) || product.state !== 'published') continue;
    const subject = `product ${id}`;
    if (await isOurs(service, id)) {
      findings.steps.push({
        system: 'API Management',
        subject,
        action: 'unpublish',
        details: 'left the catalog; existing keys keep working',
        async run() {
          await client.product.update(...at, id, '*', { state: 'notPublished' });
        },
      });
    } else {
      findings.orphans.push({ system: 'API Management', subject, details: wordsOf(product) });
    }
  }
  return findings;
}

async function isOurs({ client, at }: ApimService, productId: string): Promise<boolean> {
  const policy = await orNull(
    client.productPolicy.get(...at, productId, 'policy', { format: 'rawxml' }),
  );
  return policy?.value?.includes(POLICY_MARK) ?? false;
}

function wordsOf({ subscriptionRequired }: ProductContract): string {
  return subscriptionRequired === false
    ? 'published, not in the catalog, and open: its APIs are called without a key and without being counted'
    : 'published and not in the catalog: subscribing to it in the developer portal shows that it is not sold';
}
