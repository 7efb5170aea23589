import { describe, expect, it } from 'vitest';
import { createStripeClient } from './client';
import { createEvents } from './events';

const client = createStripeClient({ secretKey: 'sk_test_1', apiBase: 'http://127.0.0.1:1' });
const SECRET = 'whsec_current';
const RECEIVED_AT = new Date('2026-11-23T10:00:00Z');
const events = createEvents(client, [SECRET]);

function delivery(object: object, options: { secret?: string; ageSeconds?: number } = {}) {
  const rawBody = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'x.y',
    created: 1_763_892_000,
    data: { object },
  });
  const signature = client().webhooks.generateTestHeaderString({
    payload: rawBody,
    secret: options.secret ?? SECRET,
    timestamp: RECEIVED_AT.getTime() / 1000 - (options.ageSeconds ?? 0),
  });
  return { rawBody, signature, receivedAt: RECEIVED_AT };
}

describe('a delivered event', () => {
  it('is believed when it carries our signature', async () => {
    const event = await events.verifyEvent(delivery({ id: 'cus_1', object: 'customer' }));
    expect(event).toEqual({
      id: 'evt_1',
      type: 'x.y',
      objectId: 'cus_1',
      createdAt: new Date(1_763_892_000_000),
      providerSubscriptionId: null,
      invoiceId: null,
      customerId: 'cus_1',
    });
  });

  it('is believed under the old secret too while secrets are rotated', async () => {
    const rotating = createEvents(client, ['whsec_next', SECRET]);
    await expect(rotating.verifyEvent(delivery({ id: 'a' }))).resolves.not.toBeNull();
  });

  it.each([
    ['another secret', { ...delivery({ id: 'a' }, { secret: 'whsec_other' }) }],
    ['a changed byte', { ...delivery({ id: 'a' }), rawBody: '{"id":"evt_2"}' }],
    ['no signature', { ...delivery({ id: 'a' }), signature: null }],
    ['a signature that is none', { ...delivery({ id: 'a' }), signature: 'nonsense' }],
    ['a delivery from 301 seconds ago', delivery({ id: 'a' }, { ageSeconds: 301 })],
  ])('is refused with %s', async (_, input) => {
    await expect(events.verifyEvent(input)).resolves.toBeNull();
  });

  it('is still believed after 300 seconds on the way', async () => {
    await expect(
      events.verifyEvent(delivery({ id: 'a' }, { ageSeconds: 300 })),
    ).resolves.not.toBeNull();
  });

  it('is refused when no secret is configured', async () => {
    const none = createEvents(client, []);
    await expect(none.verifyEvent(delivery({ id: 'a' }))).resolves.toBeNull();
  });

  it.each([
    ['a subscription', { id: 'sub_1', object: 'subscription', customer: 'cus_1' }, [null, 'sub_1']],
    [
      'an invoice',
      {
        id: 'in_1',
        object: 'invoice',
        customer: { id: 'cus_1', object: 'customer' },
        parent: { subscription_details: { subscription: 'sub_1' } },
      },
      ['in_1', 'sub_1'],
    ],
    [
      'a checkout',
      { id: 'cs_1', object: 'checkout.session', customer: 'cus_1', subscription: 'sub_1' },
      [null, 'sub_1'],
    ],
  ])('names what it speaks of: %s', async (_, object, [invoiceId, providerSubscriptionId]) => {
    await expect(events.verifyEvent(delivery(object))).resolves.toMatchObject({
      objectId: object.id,
      customerId: 'cus_1',
      invoiceId,
      providerSubscriptionId,
    });
  });
});
