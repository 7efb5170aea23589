import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ManagedProcess } from './processes';
import { removeOldEndpoints } from './remove-old-endpoints';
import { startEmulatorProgram } from './start-emulators';

const secretKey = 'sk_test_endpoints0123456789';
let emulators: ManagedProcess;
let stripe: string;
beforeAll(async () => {
  const ports = Object.fromEntries(
    ['STRIPE', 'ARM', 'GATEWAY', 'PORTAL'].map((name) => [`EMULATOR_${name}_PORT`, '0']),
  );
  const started = await startEmulatorProgram({ env: ports, isolated: true });
  emulators = started.process;
  stripe = started.addresses.stripe;
});
afterAll(() => emulators.stop());

async function ask(path: string, init: RequestInit = {}): Promise<{ data: object[] }> {
  const headers = { authorization: `Bearer ${secretKey}`, ...init.headers };
  const answer = await fetch(`${stripe}${path}`, { ...init, headers });
  expect(answer.status).toBe(200);
  return answer.json() as Promise<{ data: object[] }>;
}

async function makeEndpoints(app: string, metadata: Record<string, string>): Promise<void> {
  const body = new URLSearchParams({ url: `${app}/api/webhooks/stripe` });
  body.append('enabled_events[0]', 'invoice.paid');
  for (const [name, value] of Object.entries(metadata)) body.append(`metadata[${name}]`, value);
  await ask('/v1/webhook_endpoints', { method: 'POST', body });
  await ask('/v2/core/event_destinations', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Usage errors',
      type: 'webhook_endpoint',
      event_payload: 'thin',
      enabled_events: ['v1.billing.meter.no_meter_found'],
      webhook_endpoint: { url: `${app}/api/webhooks/stripe-meters` },
      metadata,
    }),
  });
}

it('the endpoints of an earlier address go, the present ones and foreign ones stay', async () => {
  const ours = { tollgate: '1' };
  const app = 'http://192.168.1.20:3000';
  await makeEndpoints('http://localhost:3000', ours);
  await makeEndpoints(app, ours);
  await makeEndpoints('http://127.0.0.1:9999', {});
  await removeOldEndpoints({ stripe, secretKey, app });
  const left = [
    ...(await ask('/v1/webhook_endpoints')).data,
    ...(await ask('/v2/core/event_destinations?include[0]=webhook_endpoint.url')).data,
  ].map((one) => JSON.stringify(one).match(/"url":"(http[^"]+)"/)?.[1]);
  expect(left.sort()).toEqual([
    'http://127.0.0.1:9999/api/webhooks/stripe',
    'http://127.0.0.1:9999/api/webhooks/stripe-meters',
    `${app}/api/webhooks/stripe`,
    `${app}/api/webhooks/stripe-meters`,
  ]);
});
