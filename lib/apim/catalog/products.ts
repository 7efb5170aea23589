import type { ProductContract } from '@azure/arm-apimanagement';
import type { Product } from '../../domain/catalog/product';
import { withPriceLine } from '../../domain/pricing/price-line';
import { differences } from '../../kit/differences';
import { type Findings, noFindings, type Step } from '../../ports/catalog-target';
import type { ApimService } from '../service';
import { orNull } from './absent';
import { LONGEST_DESCRIPTION } from './limits';
import { isSamePolicy, productPolicyXml } from './policy-xml';
import { checkApis, checkGroups } from './product-links';

/** A product with its rules, the APIs in it, its visibility and its limits. */
export async function checkProduct(service: ApimService, product: Product): Promise<Findings> {
  const { client, at } = service;
  const findings: Findings = { ...noFindings(), checked: 1 };
  const existing = await orNull(client.product.get(...at, product.id));
  const step = productStep(service, product, existing);
  if (step) findings.steps.push(step);

  await checkApis(service, { product, isThere: existing !== null }, findings);
  await checkGroups(service, { product, isThere: existing !== null }, findings);
  findings.checked += 1;
  const policyStep = await checkPolicy(service, product, existing !== null);
  if (policyStep) findings.steps.push(policyStep);
  return findings;
}

function productStep(
  { client, at }: ApimService,
  product: Product,
  existing: ProductContract | null,
): Step | null {
  const wanted = {
    displayName: product.displayName ?? existing?.displayName ?? product.id,
    // The developer portal shows no prices of its own.
    description: withPriceLine(
      product.description ?? existing?.description ?? null,
      product,
      LONGEST_DESCRIPTION,
    ),
    state: 'published',
    // Without it the product would be open: no key required and nothing counted.
    subscriptionRequired: true,
    // A subscription that a consumer creates without the checkout waits for an approval and gives no access. Ours is
    // activated by name.
    approvalRequired: true,
    subscriptionsLimit: product.pricingModelType === 'Free' ? 1 : undefined,
  } as const;
  const differs = existing ? differences(wanted, { ...existing }) : [];
  if (existing && differs.length === 0) return null;
  return {
    system: 'API Management',
    subject: `product ${product.id}`,
    action: existing ? 'update' : 'create',
    details: existing ? differs.join('; ') : `"${wanted.displayName}", published`,
    async run() {
      const { subscriptionsLimit, ...rest } = wanted;
      // A PUT, because leaving a field out is the only way to take a limit away.
      await client.product.createOrUpdate(
        ...at,
        product.id,
        {
          ...rest,
          ...(subscriptionsLimit === undefined ? {} : { subscriptionsLimit }),
        },
        existing ? { ifMatch: '*' } : {},
      );
    },
  };
}

async function checkPolicy(
  { client, at }: ApimService,
  product: Product,
  productExists: boolean,
): Promise<Step | null> {
  const xml = productPolicyXml(product);
  const existing = productExists
    ? await orNull(client.productPolicy.get(...at, product.id, 'policy', { format: 'rawxml' }))
    : null;
  if (existing?.value && isSamePolicy(existing.value, xml)) return null;
  return {
    system: 'API Management',
    subject: `policy of product ${product.id}`,
    action: existing ? 'update' : 'create',
    details: describeLimits(product),
    async run() {
      await client.productPolicy.createOrUpdate(
        ...at,
        product.id,
        'policy',
        { value: xml, format: 'rawxml' },
        existing ? { ifMatch: '*' } : {},
      );
    },
  };
}

function describeLimits({ qualityOfService: { rateLimit, quota } }: Product): string {
  const words = [
    rateLimit && `${rateLimit.calls} calls in ${rateLimit.renewalPeriodSeconds} s`,
    quota && `quota ${quota.calls} calls in ${quota.renewalPeriodSeconds} s`,
  ].filter((text) => text !== null);
  return words.join(', ') || 'no limits';
}
