import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Catalog, Product } from '../../lib/domain/catalog/catalog';
import { loadCatalog } from '../../lib/server/catalog/load-catalog';
import { planCatalog } from '../../lib/use-cases/catalog/plan-catalog';
import {
  APIM_AT as AT,
  type CatalogProgram,
  SHIPPED_CATALOG,
  startCatalogProgram,
  targetsOf,
} from '../../testing/catalog-program';
import { DRIFT_AT_API_MANAGEMENT } from '../../testing/drift/at-api-management';
import { STRIPE_DRIFT } from '../../testing/drift/stripe-drift';
import { takeSteps } from './apply-plan';
import { secretFileAt } from './secret-file';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let program: CatalogProgram;

const find = (change: (shipped: Catalog) => Catalog = (shipped) => shipped) =>
  planCatalog(targetsOf(program.settings, secretFileAt(program.secretFile)), change(loadCatalog()));
const eachProduct = (change: Pick<Product, 'apis' | 'visibleTo'>) => (shipped: Catalog) => ({
  ...shipped,
  products: shipped.products.map((product) => ({ ...product, ...change })),
});

beforeAll(async () => {
  program = await startCatalogProgram();
  await takeSteps((await find()).steps, () => {});
});
afterAll(async () => {
  await program?.stop();
});

describe('drift that was made by hand', () => {
  it.each([...STRIPE_DRIFT, ...DRIFT_AT_API_MANAGEMENT])(
    '$what is found, and put right by the next apply',
    async ({ byHand, found }) => {
      await byHand(program);
      const { steps } = await find();
      const [subject, details] = found;
      expect(steps).toContainEqual(
        expect.objectContaining({
          subject: expect.stringContaining(subject),
          details: expect.stringMatching(details),
        }),
      );
      await takeSteps(steps, () => {});
      expect((await find()).steps).toEqual([]);
    },
  );

  it('ends verify with 1, whichever it is', async () => {
    await expect(program.verify()).resolves.toMatchObject({ code: 0 });
    await program.apim.productGroup.delete(...AT, 'basic', 'developers');
    const verified = await program.verify();
    expect(verified.code).toBe(1);
    expect(verified.stdout).toContain('visible to developers');
  });

  it('an API that somebody else put into a product is pointed out and left there', async () => {
    const { apim } = program;
    await apim.api.beginCreateOrUpdateAndWait(...AT, 'orders', {
      displayName: 'Orders',
      path: 'orders',
      protocols: ['https'],
    });
    await apim.productApi.createOrUpdate(...AT, 'basic', 'orders');
    const { orphans } = await find();
    expect(orphans).toContainEqual(
      expect.objectContaining({ subject: 'API orders in product basic' }),
    );
  });

  it('an endpoint of ours at another address is pointed out, and a stranger there is not', async () => {
    const { stripe, settings } = program;
    await stripe.webhookEndpoints.create({
      url: 'https://old.example/api/webhooks/stripe',
      enabled_events: ['*'],
      metadata: { tollgate: '1' },
    });
    const destination = (host: string, metadata: Record<string, string>) =>
      stripe.v2.core.eventDestinations.create({
        name: 'Elsewhere',
        type: 'webhook_endpoint',
        event_payload: 'thin',
        enabled_events: ['v1.billing.meter.no_meter_found'],
        webhook_endpoint: { url: `https://${host}/meters` },
        metadata,
      });
    await destination('old.example', { tollgate: '1' });
    await destination('other.example', {});
    const left = (await find()).orphans.filter(({ system }) => system === 'Stripe');
    expect(left.map(({ subject }) => subject)).toEqual([
      'webhook endpoint https://old.example/api/webhooks/stripe',
      'event destination https://old.example/meters',
    ]);
    expect(settings.APP_URL).not.toContain('old.example');
  });
});

describe('a portal that keeps its own sign-in', () => {
  it('has only subscribing delegated, by a setting', async () => {
    const settings = { ...program.settings, APIM_DELEGATE_SIGN_IN: 'off' };
    const findSo = () =>
      planCatalog(targetsOf(settings, secretFileAt(program.secretFile)), loadCatalog());
    const { steps } = await findSo();
    const step = steps.find(({ subject }) => subject === 'delegation');
    expect(step?.details).toBe('userRegistration: true -> false');
    await step?.run();
    expect((await findSo()).steps.filter(({ subject }) => subject === 'delegation')).toEqual([]);
    await expect(program.apim.delegationSettings.get(...AT)).resolves.toMatchObject({
      subscriptions: { enabled: true },
      userRegistration: { enabled: false },
    });
  });
});

describe('another amount for a price that was archived by hand', () => {
  it('is a change of what people pay like any other', async () => {
    const { stripe, folder } = program;
    const { data } = await stripe.prices.list({ lookup_keys: ['tollgate_basic'] });
    await stripe.prices.update(data[0]?.id ?? '', { active: false });
    const dearer = join(folder, 'dearer.json');
    writeFileSync(dearer, readFileSync(SHIPPED_CATALOG, 'utf8').replace('1495', '1595'));
    const { steps } = await find(() => loadCatalog(dearer));
    expect(steps.find(({ subject }) => subject === 'price tollgate_basic')).toMatchObject({
      action: 'create',
      details: '$15.95 a month (archived: $14.95 a month)',
      isPriceChange: true,
    });
    const again = (await find()).steps.find(({ subject }) => subject === 'price tollgate_basic');
    expect(again).toMatchObject({ action: 'create', details: '$14.95 a month' });
    expect(again).not.toHaveProperty('isPriceChange');
  });
});

describe('a catalog that names what is not there', () => {
  it('is stopped at its plan: a group, and an API', async () => {
    await expect(find(eachProduct({ visibleTo: ['nobody'] }))).rejects.toThrow(
      /to the group "nobody", and API Management has none of that id\..* correct "visibleTo"/,
    );
    await expect(find(eachProduct({ apis: ['nothing'] }))).rejects.toThrow(
      /puts the API "nothing" into free, .* correct "apis"/,
    );
  });

  it('does not ask for the sample API when no product sells it', async () => {
    const { apim } = program;
    await apim.api.beginDeleteAndWait(...AT, 'sample', '*', { deleteRevisions: true });
    const { steps } = await find(eachProduct({ apis: ['orders'] }));
    expect(steps.filter(({ subject }) => subject.includes('sample'))).toEqual([]);
    expect(steps.length).toBeGreaterThan(0);
  });
});

describe('a meter that counts in another way', () => {
  it('stops the plan: its rules cannot be changed, and billing by them would be wrong money', async () => {
    const { stripe } = program;
    const { data } = await stripe.billing.meters.list({ limit: 100 });
    const ours = data.find((meter) => meter.event_name === 'tollgate_calls_payg');
    await stripe.billing.meters.deactivate(ours?.id ?? '');
    await stripe.billing.meters.create({
      display_name: 'PAYG calls',
      event_name: 'tollgate_calls_payg',
      default_aggregation: { formula: 'sum' },
      customer_mapping: { type: 'by_id', event_payload_key: 'stripe_customer_id' },
      value_settings: { event_payload_key: 'value' },
    });
    await expect(find()).rejects.toThrow(/formula=sum -> formula=last/);
  });
});
