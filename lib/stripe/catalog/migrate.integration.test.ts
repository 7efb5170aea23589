import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type CatalogProgram,
  SHIPPED_CATALOG,
  startCatalogProgram,
} from '../../../testing/catalog-program';
import { createStripeClient } from '../client';
import { createStripePayments } from '../payments';

// Each run is a program of its own, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let program: CatalogProgram;
let stripe: Stripe;
let dearer: Record<string, string>;

beforeAll(async () => {
  program = await startCatalogProgram();
  ({ stripe } = program);
  await expect(program.apply()).resolves.toMatchObject({ code: 0 });
  const file = join(program.folder, 'dearer.json');
  const text = readFileSync(SHIPPED_CATALOG, 'utf8');
  writeFileSync(file, text.replace('1495', '1595').replace('8995', '9995'));
  dearer = { CATALOGUE_PATH: file };
});

afterAll(async () => {
  await program?.stop();
});

async function subscribe(productId: string, email: string): Promise<Stripe.Subscription> {
  const { id: customer } = await stripe.customers.create({
    email,
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  });
  const [price] = (await stripe.prices.list({ lookup_keys: [`tollgate_${productId}`] })).data;
  return stripe.subscriptions.create({
    customer,
    items: [{ price: price?.id ?? '' }],
    billing_mode: { type: 'flexible' },
  });
}

const customerOf = ({ customer }: Stripe.Subscription) =>
  typeof customer === 'string' ? customer : customer.id;

async function report(subscription: Stripe.Subscription, calls: number): Promise<void> {
  await stripe.billing.meterEvents.create({
    event_name: 'tollgate_calls_standard',
    payload: { stripe_customer_id: customerOf(subscription), value: String(calls) },
  });
}

/** Newest first. */
async function totals(subscription: Stripe.Subscription): Promise<number[]> {
  const { data } = await stripe.invoices.list({ subscription: subscription.id });
  return data.map(({ total }) => total);
}

describe('subscriptions at an older price', () => {
  it('are moved at their next period, after a preview, and are billed at the old price until then', async () => {
    const ada = await subscribe('basic', 'ada@example.com');
    const bob = await subscribe('standard', 'bob@example.com');
    await program.emulators.control('clock', { advance: 'P1D' });
    await report(bob, 120_000);
    await program.emulators.control('clock', { advance: 'PT1H' });

    const counted = await program.run(['plan'], dearer);
    expect(counted.stdout).toContain('1 subscription of basic has an older price');

    const planned = await program.run(['plan', '--migrate', '--json'], dearer);
    expect(planned.stderr).toContain(
      'Looking at subscriptions of standard at an older price: 1 ...',
    );
    const moves = JSON.parse(planned.stdout).changes.filter(
      ({ action }: { action: string }) => action === 'migrate',
    );
    expect(moves).toMatchObject([
      {
        subject: `subscription ${ada.id}`,
        details: 'ada@example.com pays $14.95 a month -> $15.95 a month from 2026-12-23',
      },
      {
        subject: `subscription ${bob.id}`,
        details: expect.stringContaining(
          'the 120,000 calls of this period so far would cost $119.95 instead of $109.95',
        ),
      },
    ]);

    await expect(program.apply(['--migrate'], dearer)).resolves.toMatchObject({ code: 2 });
    const args = ['--migrate', '--allow-price-change'];
    await expect(program.apply(args, dearer)).resolves.toMatchObject({ code: 0 });
    const again = await program.apply(args, dearer);
    expect(again.stdout).toContain('Nothing to change');
    // Nothing was charged for the move itself.
    expect(await totals(ada)).toEqual([1495]);

    await program.emulators.control('clock', { to: '2026-12-23T12:00:00Z' });
    expect((await totals(ada))[0]).toBe(1595);
    expect((await totals(bob))[0]).toBe(10_995);
    await report(bob, 120_000);
    await program.emulators.control('clock', { to: '2027-01-23T12:00:00Z' });
    expect((await totals(bob))[0]).toBe(11_995);
    const after = await program.run(['plan', '--migrate'], dearer);
    expect(after.stdout).toContain('Nothing to change');
  });

  it('that are about to end are left to end', async () => {
    const eve = await subscribe('pro', 'eve@example.com');
    await stripe.subscriptions.update(eve.id, { cancel_at_period_end: true });
    const file = join(program.folder, 'pro.json');
    writeFileSync(
      file,
      readFileSync(dearer.CATALOGUE_PATH ?? '', 'utf8').replace('44995', '45995'),
    );
    const planned = await program.run(['plan', '--migrate'], { CATALOGUE_PATH: file });
    expect(planned.stdout).toContain('$459.95');
    expect(planned.stdout).not.toContain('eve@example.com');
  });

  it('can still be ended by their consumers while the move waits, and are not moved then', async () => {
    const joe = await subscribe('pro', 'joe@example.com');
    const file = join(program.folder, 'pro.json');
    const args = ['--migrate', '--allow-price-change'];
    await expect(program.apply(args, { CATALOGUE_PATH: file })).resolves.toMatchObject({ code: 0 });
    const payments = createStripePayments(
      createStripeClient({
        secretKey: 'sk_test_provision0',
        apiBase: program.emulators.stripeUrl,
      }),
      { webhookSecrets: [] },
    );
    await payments.setCancelAtPeriodEnd(joe.id, true);
    await expect(stripe.subscriptions.retrieve(joe.id)).resolves.toMatchObject({
      cancel_at_period_end: true,
      schedule: null,
    });
  });
});
