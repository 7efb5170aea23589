import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningEmulators, startEmulators } from '../../testing/emulators';
import type { ApiGateway } from '../ports/api-gateway';
import { createApimClient } from './client';
import { createApimGateway } from './gateway';

const AT = ['tollgate', 'tollgate-apim'] as const;
const WORKSPACE = '00000000-0000-0000-0000-000000000001';

let emulators: RunningEmulators;
beforeAll(async () => {
  emulators = await startEmulators({ clock: '2026-11-20T00:00:00Z' });
  const client = createApimClient(settingsOf());
  await client.api.beginCreateOrUpdateAndWait(...AT, 'sample', {
    displayName: 'Sample',
    path: 'sample',
    protocols: ['https'],
  });
  await client.product.createOrUpdate(...AT, 'basic', { displayName: 'B', state: 'published' });
  await client.product.createOrUpdate(...AT, 'pro', { displayName: 'P', state: 'published' });
  for (const product of ['basic', 'pro']) {
    await client.productApi.createOrUpdate(...AT, product, 'sample');
  }
  const gateway = gatewayReading('reports');
  await gateway.ensureUser({ id: 'u1', email: 'ada@example.com', name: 'Ada Lovelace' });
  for (const subscriptionId of ['busy', 'moved', 'quiet']) {
    const of = { subscriptionId, userId: 'u1', productId: 'basic', name: subscriptionId };
    await gateway.activateSubscription(of);
  }
  await emulators.control('clock', { advance: 'P3D' });
  const from = '2026-11-20T00:00:00Z';
  const to = '2026-11-22T12:00:00Z';
  await traffic({ subscription: 'busy', calls: 1001, from, to });
  await traffic({ subscription: 'busy', calls: 40, from, to, status: 404 });
  await traffic({ subscription: 'busy', calls: 30, from, to, status: 500 });
  await traffic({ subscription: 'moved', calls: 5, from: '2026-11-21T08:00:00Z' });
  await client.subscription.update(...AT, 'moved', '*', { scope: '/products/pro' });
  await traffic({ subscription: 'moved', calls: 7 });
  await emulators.control('clock', { advance: 'PT1H' });
  await traffic({ subscription: 'quiet', calls: 9 });
});
afterAll(() => emulators?.stop());

function traffic(of: object): Promise<unknown> {
  return emulators.control('traffic', of);
}

function settingsOf() {
  return {
    subscriptionId: '00000000-0000-0000-0000-000000000000',
    resourceGroup: 'tollgate',
    serviceName: 'tollgate-apim',
    armEndpoint: emulators.armUrl,
    armToken: 'token',
    gatewayUrl: emulators.gatewayUrl,
    portalUrl: emulators.portalUrl,
    delegationKeys: [],
  };
}

function gatewayReading(
  source: 'reports' | 'log-analytics',
  more: { usageCounts?: 'all'; workspaceId?: string } = {},
): ApiGateway {
  const { workspaceId = WORKSPACE, ...counts } = more;
  const usageLogs = source === 'reports' ? null : { workspaceId, endpoint: emulators.armUrl };
  const settings = { ...settingsOf(), ...counts, usageLogs };
  return createApimGateway(createApimClient(settings), settings);
}

async function read(
  gateway: ApiGateway,
  [start, end]: readonly [string, string],
  subscriptionId?: string,
): Promise<Record<string, number>> {
  const of = subscriptionId === undefined ? {} : { subscriptionId };
  const input = { start: new Date(start), end: new Date(end), ...of };
  const reported: Record<string, number> = {};
  // As the caller does: a repeated row replaces the earlier one.
  for await (const row of gateway.readUsage(input)) reported[row.subscriptionId] = row.calls;
  return Object.fromEntries(Object.entries(reported).sort());
}

describe.each(['reports', 'log-analytics'] as const)('usage read from %s', (source) => {
  const all = ['2026-11-20T00:00:00Z', '2026-11-24T00:00:00Z'] as const;

  it('counts the calls that succeeded, a subscription with two products as one', async () => {
    await expect(read(gatewayReading(source), all)).resolves.toEqual({ busy: 1001, moved: 12 });
  });

  it('counts every call when configured to', async () => {
    const reported = await read(gatewayReading(source, { usageCounts: 'all' }), all);
    expect(reported).toEqual({ busy: 1071, moved: 12 });
  });

  it('loses and duplicates nothing, however a range is cut', async () => {
    const gateway = gatewayReading(source);
    const cuts = ['2026-11-20', '2026-11-20T13:15', '2026-11-21', '2026-11-22', '2026-11-24'];
    let busy = 0;
    for (const [index, end] of cuts.slice(1).entries()) {
      const at = (text: string | undefined) => `${text}${text?.includes('T') ? '' : 'T00:00'}:00Z`;
      busy += (await read(gateway, [at(cuts[index]), at(end)])).busy ?? 0;
    }
    expect(busy).toBe(1001);
  });

  it('reads one subscription alone, and no row for one without calls', async () => {
    const gateway = gatewayReading(source);
    await expect(read(gateway, all, 'moved')).resolves.toEqual({ moved: 12 });
    await expect(read(gateway, all, 'never')).resolves.toEqual({});
  });

  it('does not have the newest calls yet', async () => {
    await expect(read(gatewayReading(source), all, 'quiet')).resolves.toEqual({});
  });

  it('rejects a range whose boundaries reports cannot represent', async () => {
    const crooked = read(gatewayReading(source), ['2026-11-20T00:07:00Z', '2026-11-21T00:00:00Z']);
    await expect(crooked).rejects.toThrow(/quarters/);
  });
});

it('a missing workspace is an error, not zero usage', async () => {
  const workspaceId = '00000000-0000-0000-0000-00000000dead';
  const gateway = gatewayReading('log-analytics', { workspaceId });
  const range = ['2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'] as const;
  await expect(read(gateway, range)).rejects.toMatchObject({ code: 'upstream-refused' });
});
