import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseEnv } from '../../lib/server/env';
import {
  APIM_AT as AT,
  type CatalogProgram,
  startCatalogProgram,
} from '../../testing/catalog-program';
import { loadCatalogue } from '../catalogue';
import { findDifferences, takeSteps } from './provision';
import { readSettings } from './settings';
import { secretFileAt } from './stripe/secret-file';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let program: CatalogProgram;

const find = () =>
  findDifferences(
    readSettings(() => parseEnv(program.settings, 'provisioning')),
    loadCatalogue(),
    secretFileAt(program.secretFile),
  );

beforeAll(async () => {
  program = await startCatalogProgram();
  await takeSteps((await find()).steps, () => {});
});
afterAll(async () => {
  await program?.stop();
});

interface Drift {
  what: string;
  byHand(program: CatalogProgram): Promise<unknown>;
  /** What verify says of it: subject, then details. */
  found: [subject: string, details: RegExp];
}

const priceOf = async ({ stripe }: CatalogProgram, product: string) => {
  const { data } = await stripe.prices.list({ lookup_keys: [`tollgate_${product}`] });
  return data[0]?.id ?? '';
};
const meterOf = async ({ stripe }: CatalogProgram, product: string) => {
  const { data } = await stripe.billing.meters.list({ limit: 100 });
  return data.find((meter) => meter.event_name === `tollgate_calls_${product}`)?.id ?? '';
};
const endpointOf = async ({ stripe }: CatalogProgram) =>
  (await stripe.webhookEndpoints.list()).data[0]?.id ?? '';
const destinationOf = async ({ stripe }: CatalogProgram) => {
  for await (const { id } of stripe.v2.core.eventDestinations.list()) return id;
  return '';
};
const portalOf = async ({ stripe }: CatalogProgram) =>
  (await stripe.billingPortal.configurations.list({ active: true })).data.find(
    ({ metadata }) => metadata?.tollgate,
  )?.id ?? '';

const KINDS: Drift[] = [
  {
    what: 'a product with another name at Stripe',
    byHand: ({ stripe }) => stripe.products.update('tollgate_basic', { name: 'Cheap' }),
    found: ['product tollgate_basic', /name: Cheap -> Basic/],
  },
  {
    what: 'an archived product at Stripe',
    byHand: ({ stripe }) => stripe.products.update('tollgate_pro', { active: false }),
    found: ['product tollgate_pro', /active: false -> true/],
  },
  {
    what: 'an archived price',
    byHand: async (of) => of.stripe.prices.update(await priceOf(of, 'basic'), { active: false }),
    found: ['price tollgate_basic', /./],
  },
  {
    what: 'a look-up key that was given to another price',
    byHand: ({ stripe }) =>
      stripe.prices.create({
        product: 'tollgate_basic',
        currency: 'usd',
        unit_amount: 1,
        recurring: { interval: 'month' },
        lookup_key: 'tollgate_basic',
        transfer_lookup_key: true,
      }),
    found: ['price tollgate_basic', /\$0\.01 a month -> \$14\.95 a month/],
  },
  {
    what: 'a meter that was switched off',
    byHand: async (of) => of.stripe.billing.meters.deactivate(await meterOf(of, 'payg')),
    found: ['meter tollgate_calls_payg', /status: inactive -> active/],
  },
  {
    what: 'a webhook endpoint that was disabled',
    byHand: async (of) =>
      of.stripe.webhookEndpoints.update(await endpointOf(of), { disabled: true }),
    found: ['webhook endpoint', /is disabled/],
  },
  {
    what: 'a webhook endpoint with other events',
    byHand: async (of) =>
      of.stripe.webhookEndpoints.update(await endpointOf(of), { enabled_events: ['invoice.paid'] }),
    found: ['webhook endpoint', /other events/],
  },
  {
    what: 'a webhook endpoint that was deleted',
    byHand: async (of) => of.stripe.webhookEndpoints.del(await endpointOf(of)),
    found: ['webhook endpoint', /events, API version/],
  },
  {
    what: 'an event destination that was switched off',
    byHand: async (of) => of.stripe.v2.core.eventDestinations.disable(await destinationOf(of)),
    found: ['event destination', /status: disabled -> enabled/],
  },
  {
    what: 'an event destination with fewer events',
    byHand: async (of) =>
      of.stripe.v2.core.eventDestinations.update(await destinationOf(of), {
        enabled_events: ['v1.billing.meter.no_meter_found'],
      }),
    found: ['event destination', /enabled_events/],
  },
  {
    what: 'an event destination that was deleted',
    byHand: async (of) => of.stripe.v2.core.eventDestinations.del(await destinationOf(of)),
    found: ['event destination', /./],
  },
  {
    what: 'a billing portal that lets people end at once',
    byHand: async (of) =>
      of.stripe.billingPortal.configurations.update(await portalOf(of), {
        features: { subscription_cancel: { enabled: true, mode: 'immediately' } },
      }),
    found: ['billing portal configuration', /subscription_cancel mode: immediately/],
  },
  {
    what: 'a product that was unpublished',
    byHand: ({ apim }) => apim.product.update(...AT, 'basic', '*', { state: 'notPublished' }),
    found: ['product basic', /state: notPublished -> published/],
  },
  {
    what: 'a product that was opened: no key asked for',
    byHand: ({ apim }) => apim.product.update(...AT, 'payg', '*', { subscriptionRequired: false }),
    found: ['product payg', /subscriptionRequired: false -> true/],
  },
  {
    what: 'another limit of free subscriptions',
    byHand: ({ apim }) => apim.product.update(...AT, 'free', '*', { subscriptionsLimit: 5 }),
    found: ['product free', /subscriptionsLimit: 5 -> 1/],
  },
  {
    what: 'a product that was deleted',
    byHand: ({ apim }) => apim.product.delete(...AT, 'developer', '*'),
    found: ['product developer', /published/],
  },
  {
    what: 'a policy with another limit',
    byHand: async ({ apim }) => {
      const { value = '' } = await apim.productPolicy.get(...AT, 'basic', 'policy', {
        format: 'rawxml',
      });
      const more = value.replace('calls="50000"', 'calls="500000"');
      expect(more).not.toBe(value);
      await apim.productPolicy.createOrUpdate(
        ...AT,
        'basic',
        'policy',
        { value: more, format: 'rawxml' },
        { ifMatch: '*' },
      );
    },
    found: ['policy of product basic', /quota 50000 calls/],
  },
  {
    what: 'a policy that was deleted',
    byHand: ({ apim }) => apim.productPolicy.delete(...AT, 'standard', 'policy', '*'),
    found: ['policy of product standard', /./],
  },
  {
    what: 'an API that was taken out of a product',
    byHand: ({ apim }) => apim.productApi.delete(...AT, 'pro', 'sample'),
    found: ['product pro', /contains the API sample/],
  },
  {
    what: 'a group that does not see a product any more',
    byHand: ({ apim }) => apim.productGroup.delete(...AT, 'pro', 'guests'),
    found: ['product pro', /^visible to guests/],
  },
  {
    what: 'a group that sees a product and should not',
    byHand: async ({ apim }) => {
      await apim.group.createOrUpdate(...AT, 'partners', { displayName: 'Partners' });
      await apim.productGroup.createOrUpdate(...AT, 'pro', 'partners');
    },
    found: ['product pro', /no longer visible to partners/],
  },
  {
    what: 'the sample API at another address',
    byHand: ({ apim }) => apim.api.update(...AT, 'sample', '*', { path: 'elsewhere' }),
    found: ['API sample', /path: elsewhere -> sample/],
  },
  {
    what: 'an operation of the sample API that was deleted',
    byHand: ({ apim }) => apim.apiOperation.delete(...AT, 'sample', 'echo', '*'),
    found: ['operation sample/echo', /./],
  },
  {
    what: 'delegation to another address',
    byHand: ({ apim }) =>
      apim.delegationSettings.update(...AT, '*', { url: 'https://evil.example/apim-delegation' }),
    found: ['delegation', /url: https:\/\/evil\.example/],
  },
  {
    what: 'delegation of subscribing that was switched off',
    byHand: ({ apim }) =>
      apim.delegationSettings.update(...AT, '*', { subscriptions: { enabled: false } }),
    found: ['delegation', /subscriptions: false -> true/],
  },
  {
    what: 'delegation with another key',
    byHand: ({ apim }) =>
      apim.delegationSettings.update(...AT, '*', { validationKey: 'YW5vdGhlciBrZXk=' }),
    found: ['delegation', /another validation key/],
  },
];

describe('drift that was made by hand', () => {
  it.each(KINDS)('$what is found, and put right by the next apply', async ({ byHand, found }) => {
    expect((await find()).steps).toEqual([]);
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
  });

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
});
