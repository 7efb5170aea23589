import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../fixture';
import { resend } from './events/queue-deliveries';
import type { Inbox, Shop, StartedStripe } from './started-stripe';

describe('webhooks', () => {
  let emulator: StartedStripe;
  let inbox: Inbox;
  let shop: Shop;
  inFreshShop(async (fresh) => {
    ({ emulator, inbox, shop } = fresh);
    await emulator.world.settle();
    inbox.received.length = 0;
  });

  const change = async (name: string) => {
    await emulator.stripe.customers.update(shop.customerId, { name });
    await emulator.world.settle();
  };
  const names = () =>
    inbox.received.map(
      ({ body }) => (JSON.parse(body) as { data: { object: { name: string } } }).data.object.name,
    );

  it('tell only what the endpoint enabled, with what was different before', async () => {
    const [endpoint] = (await emulator.stripe.webhookEndpoints.list()).data;
    await emulator.stripe.webhookEndpoints.update(endpoint?.id ?? '', {
      enabled_events: ['customer.updated'],
    });
    await change('New');
    await emulator.stripe.products.create({ name: 'Not told' });
    await emulator.world.settle();
    expect(inbox.types()).toEqual(['customer.updated']);
    expect(JSON.parse(inbox.received[0]?.body ?? '')).toMatchObject({
      object: 'event',
      api_version: '2026-10-28.endive',
      data: { object: { name: 'New' }, previous_attributes: { name: 'Ada' } },
    });
  });

  it('are tried again with growing pauses, each time signed afresh, and no more after three days', async () => {
    inbox.answer = 500;
    await change('Tried');
    expect(inbox.received).toHaveLength(1);
    await emulator.advanceDays(1);
    const afterOneDay = inbox.received.length;
    expect(afterOneDay).toBeGreaterThan(4);
    expect(new Set(inbox.received.map(({ signature }) => signature)).size).toBe(afterOneDay);
    expect(new Set(inbox.received.map(({ body }) => body)).size).toBe(1);
    await emulator.advanceDays(3);
    const atTheEnd = inbox.received.length;
    await emulator.advanceDays(10);
    expect(inbox.received).toHaveLength(atTheEnd);
    const [event] = (
      await emulator.stripe.events.list({ type: 'customer.updated', delivery_success: false })
    ).data;
    expect(event?.data.object).toMatchObject({ name: 'Tried' });
  });

  it('come through once the endpoint is back', async () => {
    inbox.answer = 500;
    await change('Late');
    inbox.answer = 200;
    await emulator.world.advanceTo(emulator.world.clock.nowMs() + 60_000);
    expect(names()).toEqual(['Late', 'Late']);
    await emulator.advanceDays(1);
    expect(inbox.received).toHaveLength(2);
  });

  it('can be sent again', async () => {
    await change('Again');
    const [event] = (await emulator.stripe.events.list({ type: 'customer.updated' })).data;
    const row = emulator.part.account.events.get(event?.id ?? '');
    if (!row) throw new Error('no event');
    expect(resend(emulator.part.account, row)).toBe(1);
    await emulator.world.settle();
    const ids = inbox.received.map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(ids).toEqual([row.id, row.id]);
  });

  it('are duplicated, doubled as two events, delayed, overtaken or dropped on request', async () => {
    const { faults } = emulator.world;
    faults.addWebhook({ webhook: 'duplicate', type: 'customer.*' });
    await change('one');
    expect(names()).toEqual(['one', 'one']);
    faults.addWebhook({ webhook: 'twin' });
    await change('two');
    const ids = inbox.received.slice(2).map(({ body }) => (JSON.parse(body) as { id: string }).id);
    expect(names().slice(2)).toEqual(['two', 'two']);
    expect(new Set(ids).size).toBe(2);
    faults.addWebhook({ webhook: 'shuffle' });
    await change('three');
    await change('four');
    await emulator.world.advanceTo(emulator.world.clock.nowMs() + 10_000);
    expect(names().slice(4)).toEqual(['four', 'three']);
    faults.addWebhook({ webhook: 'delay', delaySeconds: 3600 });
    await change('five');
    expect(names().slice(6)).toEqual([]);
    await emulator.world.advanceTo(emulator.world.clock.nowMs() + 3_600_000);
    expect(names().slice(6)).toEqual(['five']);
    faults.addWebhook({ webhook: 'drop' });
    await change('six');
    await emulator.advanceDays(4);
    expect(names().slice(7)).toEqual([]);
  });
});
