import { expect } from 'vitest';
import { APIM_AT as AT } from '../catalog-program';
import type { Drift } from './drift';

/** Each kind of object, and of each what the catalog decides about it. */
export const DRIFT_AT_API_MANAGEMENT: readonly Drift[] = [
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
    what: 'a product with another name and description at API Management',
    byHand: ({ apim }) =>
      apim.product.update(...AT, 'basic', '*', { displayName: 'Cheap', description: 'Cheap' }),
    found: ['product basic', /displayName: Cheap -> Basic; description: Cheap -> /],
  },
  {
    what: 'a product whose subscriptions need no approval',
    byHand: ({ apim }) => apim.product.update(...AT, 'basic', '*', { approvalRequired: false }),
    found: ['product basic', /approvalRequired: false -> true/],
  },
  {
    what: 'a limit where there should be none',
    byHand: ({ apim }) => apim.product.update(...AT, 'basic', '*', { subscriptionsLimit: 1 }),
    found: ['product basic', /subscriptionsLimit: 1 -> none/],
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
    what: 'the sample API by another name, open, over http and under other names for keys',
    byHand: ({ apim }) =>
      apim.api.update(...AT, 'sample', '*', {
        displayName: 'Example',
        description: 'Example',
        subscriptionRequired: false,
        protocols: ['http'],
        subscriptionKeyParameterNames: { header: 'X-Key', query: 'key' },
      }),
    found: [
      'API sample',
      /displayName: Example .*description: Example .*protocols: http .*subscriptionRequired: false .*header=X-Key query=key/,
    ],
  },
  {
    what: 'the sample API with another policy',
    byHand: ({ apim }) =>
      apim.apiPolicy.createOrUpdate(
        ...AT,
        'sample',
        'policy',
        {
          value: '<policies><inbound><base /></inbound></policies>',
          format: 'xml',
        },
        { ifMatch: '*' },
      ),
    found: ['policy of API sample', /./],
  },
  {
    what: 'the sample API deleted',
    byHand: ({ apim }) =>
      apim.api.beginDeleteAndWait(...AT, 'sample', '*', { deleteRevisions: true }),
    found: ['API sample', /^path \/sample$/],
  },
  {
    what: 'an operation of the sample API that was changed',
    byHand: ({ apim }) =>
      apim.apiOperation.update(...AT, 'sample', 'status', '*', {
        displayName: 'Answer',
        method: 'POST',
        urlTemplate: '/answer/{number}',
        templateParameters: [{ name: 'number', type: 'string', required: true }],
      }),
    found: [
      'operation sample/status',
      /displayName: Answer -> Status; method: POST -> GET; urlTemplate: .*; parameters: number: string -> code: integer/,
    ],
  },
  {
    what: 'an operation of the sample API that was deleted',
    byHand: ({ apim }) => apim.apiOperation.delete(...AT, 'sample', 'echo', '*'),
    found: ['operation sample/echo', /./],
  },
  {
    what: 'delegation switched off in part',
    byHand: ({ apim }) =>
      apim.delegationSettings.update(...AT, '*', {
        subscriptions: { enabled: false },
        userRegistration: { enabled: false },
      }),
    found: ['delegation', /subscriptions: false -> true; userRegistration: false -> true/],
  },
  {
    what: 'delegation to another address',
    byHand: ({ apim }) =>
      apim.delegationSettings.update(...AT, '*', { url: 'https://evil.example/apim-delegation' }),
    found: ['delegation', /url: https:\/\/evil\.example/],
  },
  {
    what: 'delegation with another key',
    byHand: ({ apim }) =>
      apim.delegationSettings.update(...AT, '*', { validationKey: 'YW5vdGhlciBrZXk=' }),
    found: ['delegation', /another validation key/],
  },
];
