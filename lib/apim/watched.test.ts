import { expect, it } from 'vitest';
import { startRecorder } from '../../testing/http-recorder';
import type { UpstreamCall, UpstreamEnd } from '../ports/telemetry';
import { createApimClient } from './client';
import { routeOf } from './watched';

const BASE = '/subscriptions/0/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim';

it.each([
  [`${BASE}/users/ada`, '/service/{name}/users/{name}'],
  [`${BASE}/subscriptions/s1/listSecrets`, '/service/{name}/subscriptions/{name}/listSecrets'],
  [`${BASE}/reports/bySubscription`, '/service/{name}/reports/bySubscription'],
  ['/v1/workspaces/1234/query', '/v1/workspaces/{name}/query'],
])('%s is recorded as %s', (pathname, route) => {
  expect(routeOf(pathname)).toBe(route);
});

it('every attempt at a request is recorded, with its number and its end', async () => {
  const answers = [
    { status: 500, headers: { 'retry-after-ms': '1' } },
    { json: { name: 'basic', properties: {} } },
  ];
  const recorder = await startRecorder((_, index) => answers[index] ?? {});
  const reported: { call: UpstreamCall; end: UpstreamEnd }[] = [];
  const client = createApimClient(
    {
      subscriptionId: '00000000-0000-0000-0000-000000000000',
      resourceGroup: 'tollgate',
      serviceName: 'apim',
      armEndpoint: recorder.url,
      armToken: 'token',
      gatewayUrl: recorder.url,
      portalUrl: recorder.url,
      delegationKeys: [],
    },
    { watch: { begin: (call) => (end) => reported.push({ call, end }) } },
  );
  try {
    await client.product.get('tollgate', 'apim', 'basic');
  } finally {
    await recorder.close();
  }
  expect(reported.map(({ call, end }) => [call.route, call.attempt, end])).toEqual([
    ['/service/{name}/products/{name}', 1, { status: 500 }],
    ['/service/{name}/products/{name}', 2, { status: 200 }],
  ]);
});
