import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CommandLine, startCommandLine } from '../../../emulators/stripe/started-cli';
import { type RunningEmulators, startEmulators } from '../../../testing/emulators';
import type { PaidProduct } from '../../domain/catalog/product';
import { pricePlan } from '../../domain/pricing/price-plan';
import { METADATA, OURS, priceLookupKey, stripeProductId } from '../../kit/wire-names';
import { loadCatalog } from '../../server/catalog/load-catalog';
import { createStripeClient } from '../client';
import { priceParams } from '../price-terms';
import { checkMeters, type MeterIds, meterParams } from './meters';
import { checkPrice } from './prices';
import { checkProduct } from './products';

const products = loadCatalog().products.filter(
  (one): one is PaidProduct => one.pricingModelType !== 'Free',
);

/** A product as Stripe's own command line makes it: ids are taken from what was made before. */
function fixturesOf(product: PaidProduct): object[] {
  const plan = pricePlan(product);
  if (plan.kind === 'free') return [];
  const { id, displayName: name = id, description } = product;
  const metadata = { ...OURS, [METADATA.productId]: id };
  const posted = (kind: string, path: string, params: object) => ({
    name: `${kind}_${id}`,
    path: `/v1/${path}`,
    method: 'post',
    params,
  });
  return [
    ...(plan.kind === 'metered' ? [posted('meter', 'billing/meters', meterParams(product))] : []),
    posted('product', 'products', { id: stripeProductId(id), name, description, metadata }),
    posted('price', 'prices', {
      ...priceParams(plan, `\${meter_${id}:id}`),
      product: `\${product_${id}:id}`,
      lookup_key: priceLookupKey(id),
      metadata,
    }),
  ];
}

let emulators: RunningEmulators;
let cli: CommandLine;
beforeAll(async () => {
  emulators = await startEmulators();
  cli = startCommandLine(emulators.stripeUrl);
});
afterAll(async () => {
  cli?.stop();
  await emulators?.stop();
});

it("Stripe's command line makes the whole catalog, and provisioning finds nothing to change in it", {
  timeout: 60_000,
}, async () => {
  const file = join(cli.home, 'catalog.json');
  const fixtures = products.flatMap(fixturesOf);
  writeFileSync(file, JSON.stringify({ _meta: { template_version: 0 }, fixtures }));
  await cli.run('fixtures', file);
  const client = createStripeClient({
    secretKey: 'sk_test_fixtures000',
    apiBase: emulators.stripeUrl,
  })();
  const meterIds: MeterIds = new Map();
  const found = [await checkMeters(client, products, meterIds)];
  for (const product of products) {
    found.push(await checkProduct(client, product), await checkPrice(client, product, meterIds));
  }
  expect(found.flatMap((one) => [...one.steps, ...one.orphans])).toEqual([]);
  const checked = found.reduce((sum, one) => sum + one.checked, 0);
  expect(checked).toBe(fixtures.length);
});
