import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CALLS,
  type Inbox,
  report,
  startInbox,
  startStripe,
  stockShop,
  subscribe,
} from './started-stripe';

describe('a restart', () => {
  let dataDir: string;
  let inbox: Inbox;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'emulator-'));
    inbox = await startInbox();
  });
  afterEach(async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await inbox.close();
  });

  it('keeps time, objects, usage, idempotency keys and everything that was due', async () => {
    const before = await startStripe({ dataDir });
    const shop = await stockShop(before, inbox);
    const id = await subscribe(before, shop);
    await before.advanceToISO('2026-12-10T00:00:00Z');
    await report(before, shop, 120_000);
    const event = {
      event_name: CALLS,
      identifier: 'kept',
      timestamp: before.world.clock.nowSeconds() - 60,
      payload: { stripe_customer_id: shop.customerId, value: '1' },
    };
    await before.stripe.billing.meterEvents.create(event);
    const once = await before.stripe.customers.create({}, { idempotencyKey: 'kept' });
    inbox.answer = 503;
    await before.stripe.products.create({ name: 'Told later' });
    await before.world.settle();
    await before.stop();

    inbox.answer = 200;
    inbox.received.length = 0;
    const after = await startStripe({ dataDir });
    expect(after.world.clock.now().toISOString()).toBe('2026-12-10T00:00:00.000Z');
    expect((await after.stripe.subscriptions.retrieve(id)).status).toBe('active');
    await expect(after.stripe.billing.meterEvents.create(event)).rejects.toThrow('already exists');
    expect((await after.stripe.customers.create({}, { idempotencyKey: 'kept' })).id).toBe(once.id);
    await after.advanceToISO('2026-12-23T12:00:00Z');
    expect(inbox.types()).toContain('product.created');
    const [invoice] = (await after.stripe.invoices.list({ subscription: id })).data;
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: 10_995 });
    await after.stop();
  });
});
