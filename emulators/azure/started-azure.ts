import { ApiManagementClient } from '@azure/arm-apimanagement';
import { type Listening, listen } from '../core/listen';
import { World, type WorldOptions } from '../core/world';
import { type Azure, createAzure } from './azure';
import { type AzureSettings, defaultAzureSettings } from './azure-settings';

/** For tests: the emulator on free ports, its clock frozen, and the official SDK in front of it. */
export interface StartedAzure {
  readonly world: World;
  readonly azure: Azure;
  readonly client: ApiManagementClient;
  /** Resource group and service: the first two arguments of every SDK call. */
  readonly at: readonly [string, string];
  readonly armUrl: string;
  readonly gatewayUrl: string;
  readonly portalUrl: string;
  advance(seconds: number): Promise<void>;
  call(path: string, key?: string): Promise<Response>;
  /** A raw request to ARM below the service, for what the SDK would never send. */
  arm(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

export const START = '2026-11-23T10:00:00.000Z';

export async function startAzure(
  settings: Partial<AzureSettings> = {},
  options: WorldOptions = {},
): Promise<StartedAzure> {
  const world = new World({
    clockStartMs: Date.parse(START),
    clockMode: 'frozen',
    quietMs: 10,
    ...options,
  });
  const all = { ...defaultAzureSettings, ...settings };
  const azure = createAzure(world, all);
  world.add(azure);
  const arm = await listen(azure.arm, 0);
  // Azure's gateways have names of their own, which stand in some of their answers.
  const gateway = await listen(azure.gateway, 0, { hosts: ['api.example.com'] });
  const portal = await listen(azure.portal, 0);
  const service = `/subscriptions/${all.azureSubscriptionId}/resourceGroups/${all.resourceGroup}/providers/Microsoft.ApiManagement/service/${all.serviceName}`;
  return {
    world,
    azure,
    client: sdk(all.azureSubscriptionId, arm),
    at: [all.resourceGroup, all.serviceName],
    armUrl: arm.url,
    gatewayUrl: gateway.url,
    portalUrl: portal.url,
    advance: (seconds) => world.advanceTo(world.clock.nowMs() + seconds * 1000),
    call: (path, key) =>
      fetch(`${gateway.url}${path}`, {
        headers: key === undefined ? {} : { 'Ocp-Apim-Subscription-Key': key },
      }),
    arm: (path, init) => {
      const separator = path.includes('?') ? '&' : '?';
      return fetch(`${arm.url}${service}${path}${separator}api-version=2024-05-01`, {
        ...init,
        headers: { Authorization: 'Bearer any', ...init?.headers },
      });
    },
    stop: async () => {
      await world.stop();
      await Promise.all([arm.close(), gateway.close(), portal.close()]);
    },
  };
}

/** The whole real pipeline; only where a request is sent to is changed, at the last moment. */
function sdk(azureSubscriptionId: string, arm: Listening): ApiManagementClient {
  const expiresOnTimestamp = Date.parse('9999-01-01T00:00:00Z');
  const credential = { getToken: async () => ({ token: 'any', expiresOnTimestamp }) };
  return new ApiManagementClient(credential, azureSubscriptionId, {
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [
      {
        position: 'perRetry',
        policy: {
          name: 'toEmulator',
          sendRequest(request, next) {
            const { pathname, search } = new URL(request.url);
            request.url = `${arm.url}${pathname}${search}`;
            request.allowInsecureConnection = true;
            return next(request);
          },
        },
      },
    ],
  });
}

/** A sample API, a product with a policy that contains it, and a user: what most tests start from. */
export async function seed(
  { client, at }: StartedAzure,
  options: { policy?: string; subscriptionsLimit?: number } = {},
): Promise<void> {
  await client.api.beginCreateOrUpdateAndWait(...at, 'sample', {
    displayName: 'Sample API',
    path: 'sample',
    protocols: ['https'],
  });
  for (const [id, urlTemplate] of [
    ['echo', '/echo'],
    ['time', '/time'],
    ['status', '/status/{code}'],
  ] as const) {
    await client.apiOperation.createOrUpdate(...at, 'sample', id, {
      displayName: id,
      method: 'GET',
      urlTemplate,
      templateParameters:
        id === 'status' ? [{ name: 'code', type: 'integer', required: true }] : [],
    });
  }
  await client.product.createOrUpdate(...at, 'basic', {
    displayName: 'Basic',
    description: 'For those who begin.',
    subscriptionRequired: true,
    state: 'published',
    ...(options.subscriptionsLimit === undefined
      ? {}
      : { subscriptionsLimit: options.subscriptionsLimit }),
  });
  await client.productApi.createOrUpdate(...at, 'basic', 'sample');
  for (const group of ['developers', 'guests']) {
    await client.productGroup.createOrUpdate(...at, 'basic', group);
  }
  if (options.policy !== undefined) {
    const value = `<policies><inbound><base />${options.policy}</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`;
    await client.productPolicy.createOrUpdate(...at, 'basic', 'policy', {
      value,
      format: 'rawxml',
    });
  }
  await client.user.createOrUpdate(...at, 'u1', {
    email: 'ada@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
  });
}

/** Makes an active subscription of the seeded product and user; answers its primary key. */
export async function subscribe({ client, at }: StartedAzure, id = 'sub-1'): Promise<string> {
  await client.subscription.createOrUpdate(...at, id, {
    scope: '/products/basic',
    ownerId: '/users/u1',
    displayName: `Subscription ${id}`,
    state: 'active',
  });
  const { primaryKey } = await client.subscription.listSecrets(...at, id);
  return primaryKey ?? '';
}
