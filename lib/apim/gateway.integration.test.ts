import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningEmulators, startEmulators } from '../../testing/emulators';
import type { ApiGateway } from '../ports/api-gateway';
import { createApimClient } from './client';
import { createApimGateway } from './gateway';

const AT = ['tollgate', 'tollgate-apim'] as const;
const START = '2026-11-23T10:00:00Z';

let emulators: RunningEmulators;
let gateway: ApiGateway;

beforeAll(async () => {
  emulators = await startEmulators({ clock: START });
  const settings = {
    subscriptionId: '00000000-0000-0000-0000-000000000000',
    resourceGroup: 'tollgate',
    serviceName: 'tollgate-apim',
    armEndpoint: emulators.armUrl,
    armToken: 'token',
    gatewayUrl: emulators.gatewayUrl,
    portalUrl: emulators.portalUrl,
    delegationKeys: [],
  };
  const client = createApimClient(settings);
  gateway = createApimGateway(client, settings);
  await client.api.beginCreateOrUpdateAndWait(...AT, 'sample', {
    displayName: 'Sample',
    path: 'sample',
    protocols: ['https'],
  });
  await client.apiOperation.createOrUpdate(...AT, 'sample', 'echo', {
    displayName: 'Echo',
    method: 'GET',
    urlTemplate: '/echo',
  });
  for (const [id, subscriptionsLimit] of [
    ['free', 1],
    ['basic', undefined],
  ] as const) {
    await client.product.createOrUpdate(...AT, id, {
      displayName: id,
      state: 'published',
      subscriptionRequired: true,
      approvalRequired: false,
      ...(subscriptionsLimit === undefined ? {} : { subscriptionsLimit }),
    });
    await client.productApi.createOrUpdate(...AT, id, 'sample');
  }
  await client.product.createOrUpdate(...AT, 'hidden', { displayName: 'Hidden' });
  await gateway.ensureUser({ id: 'user-1', email: 'ada@example.com', name: 'Ada Lovelace' });
});

afterAll(() => emulators?.stop());

let made = 0;
async function activated(productId = 'basic'): Promise<string> {
  made += 1;
  const subscriptionId = `sub-${made}`;
  await expect(
    gateway.activateSubscription({ subscriptionId, userId: 'user-1', productId, name: 'My key' }),
  ).resolves.toBe('made');
  return subscriptionId;
}

async function call(key: string): Promise<number> {
  const response = await fetch(`${emulators.gatewayUrl}/sample/echo`, {
    headers: { 'Ocp-Apim-Subscription-Key': key },
  });
  await response.arrayBuffer();
  return response.status;
}

describe('a developer account', () => {
  it('can be set up again and again, with a new name or address', async () => {
    const user = { id: 'user-2', email: 'grace@example.com', name: 'Grace' };
    await gateway.ensureUser(user);
    await gateway.ensureUser(user);
    await gateway.ensureUser({ ...user, name: 'Grace Hopper', email: "o'hopper@example.com" });
  });

  it('never takes the email of another', async () => {
    await expect(
      gateway.ensureUser({ id: 'user-3', email: 'ADA@example.com', name: 'Not Ada' }),
    ).rejects.toMatchObject({ code: 'email-taken' });
  });

  it('gets a token that the portal can read', async () => {
    const expires = new Date('2026-11-23T10:30:00Z');
    await expect(gateway.createPortalToken({ userId: 'user-1', expires })).resolves.toMatch(
      /^user-1&202611231030&[A-Za-z0-9+/]{86}==$/,
    );
  });
});

describe('a subscription', () => {
  it('is made once under our id, and its key works at once', async () => {
    const subscriptionId = await activated();
    const keys = await gateway.readKeys(subscriptionId);
    const again = { subscriptionId, userId: 'user-1', productId: 'basic', name: 'My key' };
    await expect(gateway.activateSubscription(again)).resolves.toBe('active');
    await expect(gateway.readKeys(subscriptionId)).resolves.toEqual(keys);
    await expect(gateway.readSubscription(subscriptionId)).resolves.toEqual({
      subscriptionId,
      userId: 'user-1',
      productId: 'basic',
      state: 'active',
      name: 'My key',
    });
    await expect(call(keys?.primary ?? '')).resolves.toBe(200);
  });

  it('loses access when suspended and gets it back with the same keys', async () => {
    const subscriptionId = await activated();
    const keys = await gateway.readKeys(subscriptionId);
    await gateway.setSubscriptionState(subscriptionId, 'suspended');
    await expect(call(keys?.primary ?? '')).resolves.toBe(401);
    await gateway.setSubscriptionState(subscriptionId, 'active');
    await expect(gateway.readKeys(subscriptionId)).resolves.toEqual(keys);
    await expect(call(keys?.primary ?? '')).resolves.toBe(200);
    await gateway.setSubscriptionState(subscriptionId, 'cancelled');
    await gateway.setSubscriptionState(subscriptionId, 'cancelled');
    await expect(call(keys?.primary ?? '')).resolves.toBe(401);
  });

  it('changes one key at a time', async () => {
    const subscriptionId = await activated();
    const before = await gateway.readKeys(subscriptionId);
    await gateway.rotateKey(subscriptionId, 'secondary');
    const after = await gateway.readKeys(subscriptionId);
    expect(after?.primary).toBe(before?.primary);
    expect(after?.secondary).not.toBe(before?.secondary);
    await expect(call(before?.secondary ?? '')).resolves.toBe(401);
  });

  it('of a limited product is refused the second time', async () => {
    await activated('free');
    await expect(
      gateway.activateSubscription({
        subscriptionId: 'sub-second',
        userId: 'user-1',
        productId: 'free',
        name: 'Another',
      }),
    ).resolves.toBe('limit-reached');
    await expect(gateway.readSubscription('sub-second')).resolves.toBeNull();
  });

  it('that is not there is none', async () => {
    await expect(gateway.readSubscription('sub-nothing')).resolves.toBeNull();
    await expect(gateway.readKeys('sub-nothing')).resolves.toBeNull();
    await expect(gateway.setSubscriptionState('sub-nothing', 'cancelled')).resolves.toBe('missing');
    await expect(gateway.rotateKey('sub-nothing', 'primary')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

it('only published products are listed', async () => {
  const ids = (await gateway.listProducts()).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['basic', 'free']));
  expect(ids).not.toContain('hidden');
});

describe('usage', () => {
  it('counts answered calls in the window, and no call in two windows', async () => {
    const subscriptionId = await activated();
    const keys = await gateway.readKeys(subscriptionId);
    for (let calls = 0; calls < 3; calls += 1) await call(keys?.primary ?? '');
    await emulators.control('clock', { advance: 'PT24H' });
    const noon = await gateway.readKeys(subscriptionId);
    await call(noon?.primary ?? '');
    await emulators.control('clock', { advance: 'PT2H' });

    const read = async (start: string, end: string) => {
      let total = 0;
      const input = { start: new Date(start), end: new Date(end), subscriptionId };
      for await (const row of gateway.readUsage(input)) total += row.calls;
      return total;
    };
    await expect(read('2026-11-23T00:00:00Z', '2026-11-24T10:00:00Z')).resolves.toBe(3);
    await expect(read('2026-11-24T10:00:00Z', '2026-11-25T00:00:00Z')).resolves.toBe(1);
    await expect(read('2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')).resolves.toBe(0);
  });
});
