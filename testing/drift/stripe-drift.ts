import { STRIPE_API_VERSION } from '../../lib/stripe/client';
import type { CatalogProgram } from '../catalog-program';
import type { Drift } from './drift';

const priceOf = async ({ stripe }: CatalogProgram, product: string) => {
  const { data } = await stripe.prices.list({ lookup_keys: [`tollgate_${product}`] });
  return data[0]?.id ?? '';
};
const meterOf = async ({ stripe }: CatalogProgram, product: string) => {
  const { data } = await stripe.billing.meters.list({ limit: 100 });
  return data.find((meter) => meter.event_name === `tollgate_calls_${product}`)?.id ?? '';
};
const endpointOf = async ({ stripe }: CatalogProgram) =>
  (await stripe.webhookEndpoints.list()).data.find(({ metadata }) => metadata.tollgate)?.id ?? '';
const destinationOf = async ({ stripe }: CatalogProgram) => {
  const list = stripe.v2.core.eventDestinations.list();
  for await (const { id, metadata } of list) if (metadata?.tollgate) return id;
  return '';
};
const portalOf = async ({ stripe }: CatalogProgram) =>
  (await stripe.billingPortal.configurations.list({ active: true })).data.find(
    ({ metadata }) => metadata?.tollgate,
  )?.id ?? '';

/** Each kind of object, and of each what the catalog decides about it. */
export const STRIPE_DRIFT: readonly Drift[] = [
  {
    what: 'a product with another name at Stripe',
    byHand: ({ stripe }) => stripe.products.update('tollgate_basic', { name: 'Cheap' }),
    found: ['product tollgate_basic', /name: Cheap -> Basic/],
  },
  {
    what: 'a product with another description at Stripe',
    byHand: ({ stripe }) => stripe.products.update('tollgate_basic', { description: 'Cheap' }),
    found: ['product tollgate_basic', /description: Cheap -> The same bill/],
  },
  {
    what: 'a product at Stripe without our mark',
    byHand: ({ stripe }) =>
      stripe.products.update('tollgate_basic', { metadata: { tollgate: '' } }),
    found: ['product tollgate_basic', /tollgate: none -> 1/],
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
    what: 'a price that lost its look-up key',
    byHand: async (of) => of.stripe.prices.update(await priceOf(of, 'basic'), { lookup_key: '' }),
    found: ['price tollgate_basic', /^\$14\.95 a month$/],
  },
  {
    what: 'a price without our mark',
    byHand: async (of) =>
      of.stripe.prices.update(await priceOf(of, 'basic'), { metadata: { product_id: '' } }),
    found: ['price tollgate_basic', /product_id: none -> basic/],
  },
  {
    what: 'a meter with another name',
    byHand: async (of) =>
      of.stripe.billing.meters.update(await meterOf(of, 'payg'), { display_name: 'Calls' }),
    found: ['meter tollgate_calls_payg', /display_name: Calls -> PAYG calls/],
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
    what: 'a webhook endpoint without our mark',
    byHand: async (of) =>
      of.stripe.webhookEndpoints.update(await endpointOf(of), {
        description: 'whose?',
        metadata: { tollgate: '' },
      }),
    found: ['webhook endpoint', /description: whose\? -> Tollgate; tollgate: none -> 1/],
  },
  {
    what: 'a second webhook endpoint under the same address',
    byHand: ({ stripe, settings }) =>
      stripe.webhookEndpoints.create({
        url: `${settings.APP_URL}/api/webhooks/stripe`,
        enabled_events: ['*'],
        api_version: STRIPE_API_VERSION,
      }),
    found: ['webhook endpoint', /has this address too/],
  },
  {
    what: 'a webhook endpoint of another API version',
    byHand: async (of) => {
      await of.stripe.webhookEndpoints.del(await endpointOf(of));
      await of.stripe.webhookEndpoints.create({
        url: `${of.settings.APP_URL}/api/webhooks/stripe`,
        enabled_events: ['*'],
      });
    },
    found: ['webhook endpoint', /^API version of the account -> /],
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
    what: 'an event destination with another name',
    byHand: async (of) =>
      of.stripe.v2.core.eventDestinations.update(await destinationOf(of), { name: 'Errors' }),
    found: ['event destination', /name: Errors -> Tollgate usage errors/],
  },
  {
    what: 'a second event destination under the same address',
    byHand: ({ stripe, settings }) =>
      stripe.v2.core.eventDestinations.create({
        name: 'Again',
        type: 'webhook_endpoint',
        event_payload: 'thin',
        enabled_events: ['v1.billing.meter.no_meter_found'],
        webhook_endpoint: { url: `${settings.APP_URL}/api/webhooks/stripe-meters` },
      }),
    found: ['event destination', /has this address too/],
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
    what: 'a billing portal that was switched off',
    byHand: async (of) =>
      of.stripe.billingPortal.configurations.update(await portalOf(of), { active: false }),
    found: ['billing portal configuration', /active: false -> true/],
  },
  {
    what: 'a billing portal that leads back to another page',
    byHand: async (of) =>
      of.stripe.billingPortal.configurations.update(await portalOf(of), {
        default_return_url: 'https://example.com/',
      }),
    found: ['billing portal configuration', /default_return_url: https:\/\/example\.com/],
  },
  {
    what: 'a billing portal that hides invoices and takes no other card',
    byHand: async (of) =>
      of.stripe.billingPortal.configurations.update(await portalOf(of), {
        features: {
          invoice_history: { enabled: false },
          payment_method_update: { enabled: false },
          customer_update: { enabled: true, allowed_updates: ['email'] },
        },
      }),
    found: [
      'billing portal configuration',
      /invoice_history enabled: false.*payment_method_update enabled: false.*allowed_updates: email/,
    ],
  },
];
