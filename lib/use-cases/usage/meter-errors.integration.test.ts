import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { createStripeClient } from '../../stripe/client';
import { createStripePayments } from '../../stripe/payments';
import type { Deps } from '../deps';
import { processEvents } from '../events/process-events';
import { receiveEvent } from '../events/receive-event';
import { runBillingCron } from '../schedule/run-billing-cron';
import { syncUsage } from './sync-usage';

let world: AppWorld;
let receiver: Server;

beforeAll(async () => {
  world = await startAppWorld();
}, 120_000);
afterAll(async () => {
  receiver?.closeAllConnections();
  receiver?.close();
  await world?.stop();
});

/**
 * The thin destination as the provider creates it, with deliveries accepted as the route accepts them; two secrets at
 * once.
 */
async function listenForMeterErrors(): Promise<{ deps: Deps; refused: () => number }> {
  receiver = createServer();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const stripe = stripeSdk(world.emulators.stripeUrl);
  const made = await stripe.v2.core.eventDestinations.create({
    name: 'Meter errors',
    type: 'webhook_endpoint',
    event_payload: 'thin',
    enabled_events: ['v1.billing.meter.error_report_triggered', 'v1.billing.meter.no_meter_found'],
    webhook_endpoint: { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}` },
    include: ['webhook_endpoint.signing_secret'],
  });
  const secret = made.webhook_endpoint?.signing_secret ?? '';
  const client = createStripeClient({
    secretKey: 'sk_test_tollgate0123456789',
    apiBase: world.emulators.stripeUrl,
  });
  const payments = createStripePayments(client, {
    webhookSecrets: [],
    meterWebhookSecrets: ['whsec_theoneofyesterday', secret],
  });
  const deps = { ...world.deps, payments };
  let refused = 0;
  receiver.on('request', async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const delivery = {
      rawBody: Buffer.concat(chunks).toString('utf8'),
      signature: String(request.headers['stripe-signature'] ?? ''),
    };
    // Each destination has its own secret and format: the other route rejects this delivery.
    const elsewhere = await receiveEvent(world.deps, delivery).catch(() => ({ kind: 'refused' }));
    if (elsewhere.kind !== 'stored') refused += 1;
    const outcome = await receiveEvent(deps, delivery, 'usage');
    response.writeHead(outcome.kind === 'stored' ? 200 : 400).end();
  });
  return { deps, refused: () => refused };
}

test('usage that the provider accepted but could not use comes back as a thin event, is listed, and is reported again', {
  timeout: 180_000,
}, async () => {
  const { deps, refused } = await listenForMeterErrors();
  const id = await world.buy(await world.newUser(), 'payg');
  await world.emulators.control('traffic', { subscription: id, calls: 900 });
  await world.advance('PT1H');
  const stripe = stripeSdk(world.emulators.stripeUrl);
  const { data: meters } = await stripe.billing.meters.list({ status: 'active', limit: 100 });
  const meter = meters.find((one) => one.event_name === 'tollgate_calls_payg');
  await stripe.billing.meters.deactivate(meter?.id ?? '');
  await world.emulators.control('settings', { meterEventChecks: 'later' });
  expect((await runBillingCron(deps)).failures).toEqual([]);
  const reported = () =>
    deps.db.usageReport.findFirstOrThrow({
      where: { subscriptionId: id, total: 900n },
      orderBy: { timestamp: 'desc' },
    });
  expect(await reported()).toMatchObject({ state: 'delivered' });
  await world.advance('PT10M');
  const events = () =>
    deps.db.stripeEvent.count({ where: { type: 'v1.billing.meter.error_report_triggered' } });
  await expect.poll(events, { timeout: 60_000 }).toBe(1);
  expect(refused()).toBe(1);
  await expect
    .poll(
      async () => {
        await processEvents(deps);
        return (await reported()).state;
      },
      { timeout: 60_000 },
    )
    .toBe('refused');
  expect(await reported()).toMatchObject({ error: expect.stringContaining('archived_meter') });
  const [run] = await deps.db.run.findMany({ where: { kind: 'meter-errors' } });
  expect(run).toMatchObject({ outcome: 'failed', counts: { errors: 1 } });

  await stripe.billing.meters.reactivate(meter?.id ?? '');
  await world.advance('PT1M');
  expect(await syncUsage(deps)).toMatchObject({ kind: 'ran', failures: [] });
  expect(await reported()).toMatchObject({ state: 'delivered' });
});
