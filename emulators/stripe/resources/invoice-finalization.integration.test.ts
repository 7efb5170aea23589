import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { inFreshShop } from '../../fixture';
import { type Inbox, report, type Shop, type StartedStripe, subscribe } from '../started-stripe';

/** The renewal of a subscription that began on 23 November at 10:00. */
const RENEWAL = '2026-12-23T10:00:00Z';
const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('the time at which a draft finalizes by itself', () => {
  let emulator: StartedStripe;
  let stripe: Stripe;
  let inbox: Inbox;
  let shop: Shop;
  let subscription: string;
  inFreshShop(async (fresh) => {
    ({ emulator, stripe, inbox, shop } = fresh);
    subscription = await subscribe(emulator, shop);
  });

  async function draftOfRenewal(): Promise<Stripe.Invoice> {
    await emulator.advanceToISO(RENEWAL);
    return latest();
  }
  async function latest(): Promise<Stripe.Invoice> {
    const [invoice] = (await stripe.invoices.list({ subscription, limit: 1 })).data;
    if (!invoice) throw new Error('no invoice');
    return invoice;
  }
  const setTo = (invoice: Stripe.Invoice, iso: string) =>
    stripe.invoices.update(invoice.id, { automatically_finalizes_at: seconds(iso) });
  const refusal = { statusCode: 400, param: 'automatically_finalizes_at' };

  it('is an hour after its creation', async () => {
    expect(await draftOfRenewal()).toMatchObject({
      status: 'draft',
      auto_advance: true,
      created: seconds(RENEWAL),
      automatically_finalizes_at: seconds(RENEWAL) + 3600,
    });
  });

  it('can be put off, and holds to the second while the draft goes on advancing', async () => {
    const draft = await draftOfRenewal();
    const moved = await setTo(draft, '2026-12-24T12:34:56Z');
    expect(moved).toMatchObject({
      auto_advance: true,
      automatically_finalizes_at: seconds('2026-12-24T12:34:56Z'),
      next_payment_attempt: seconds('2026-12-24T12:34:56Z'),
    });
    await report(emulator, shop, 200_000);
    await emulator.advanceToISO('2026-12-24T12:34:55Z');
    expect((await latest()).status).toBe('draft');
    await emulator.advanceToISO('2026-12-24T12:34:56Z');
    expect(await latest()).toMatchObject({
      status: 'paid',
      automatically_finalizes_at: null,
      status_transitions: { finalized_at: seconds('2026-12-24T12:34:56Z') },
    });
  });

  it('sends an update of the invoice with its previous value', async () => {
    await setTo(await draftOfRenewal(), '2026-12-24T00:00:00Z');
    const [event] = (await stripe.events.list({ type: 'invoice.updated', limit: 1 })).data;
    expect(event?.data.previous_attributes).toMatchObject({
      automatically_finalizes_at: seconds(RENEWAL) + 3600,
    });
  });

  it('can be brought forward again, also to before the first hour is over', async () => {
    const draft = await draftOfRenewal();
    await setTo(draft, '2026-12-25T00:00:00Z');
    await setTo(draft, '2026-12-23T10:10:00Z');
    await emulator.advanceToISO('2026-12-23T10:10:00Z');
    expect((await latest()).status).toBe('paid');
  });

  it('outlives a change of something else', async () => {
    const draft = await draftOfRenewal();
    await setTo(draft, '2026-12-24T00:00:00Z');
    const changed = await stripe.invoices.update(draft.id, { metadata: { claimed: 'yes' } });
    expect(changed.automatically_finalizes_at).toBe(seconds('2026-12-24T00:00:00Z'));
  });

  it.each(['2026-12-23T09:59:59Z', RENEWAL, '2032-01-01T00:00:00Z'])(
    'can not be %s',
    async (iso) => {
      await expect(setTo(await draftOfRenewal(), iso)).rejects.toMatchObject(refusal);
    },
  );

  it('can not be set on what is finalized', async () => {
    await draftOfRenewal();
    await emulator.advanceToISO('2026-12-23T12:00:00Z');
    await expect(setTo(await latest(), '2026-12-24T00:00:00Z')).rejects.toMatchObject({
      ...refusal,
      code: 'invoice_not_editable',
    });
  });

  it('is none where the draft does not advance, and is taken only with auto_advance', async () => {
    const draft = await draftOfRenewal();
    const stopped = await stripe.invoices.update(draft.id, { auto_advance: false });
    expect(stopped.automatically_finalizes_at).toBeNull();
    await expect(setTo(draft, '2026-12-24T00:00:00Z')).rejects.toMatchObject(refusal);
    const both = {
      auto_advance: false,
      automatically_finalizes_at: seconds('2026-12-24T00:00:00Z'),
    };
    await expect(stripe.invoices.update(draft.id, both)).rejects.toMatchObject(refusal);
    const again = await stripe.invoices.update(draft.id, { ...both, auto_advance: true });
    expect(again.automatically_finalizes_at).toBe(seconds('2026-12-24T00:00:00Z'));
    await emulator.advanceToISO('2026-12-24T00:00:00Z');
    expect((await latest()).status).toBe('paid');
  });

  it('is none on drafts that a pause of collection keeps', async () => {
    await stripe.subscriptions.update(subscription, {
      pause_collection: { behavior: 'keep_as_draft' },
    });
    const draft = await draftOfRenewal();
    expect(draft).toMatchObject({ auto_advance: false, automatically_finalizes_at: null });
    await expect(setTo(draft, '2026-12-24T00:00:00Z')).rejects.toMatchObject(refusal);
    await emulator.advanceToISO('2026-12-27T00:00:00Z');
    expect((await latest()).status).toBe('draft');
  });

  it('waits for no webhook once it was asked for, whether it is taken later or never', async () => {
    await emulator.advanceToISO('2026-12-23T09:00:00Z');
    inbox.answer = 500;
    const draft = await draftOfRenewal();
    await setTo(draft, '2026-12-23T15:00:00Z');
    await emulator.advanceToISO('2026-12-23T15:00:00Z');
    expect(await latest()).toMatchObject({
      status: 'paid',
      webhooks_delivered_at: null,
      status_transitions: { finalized_at: seconds('2026-12-23T15:00:00Z') },
    });
  });

  it('is not moved by the webhook that is taken at last', async () => {
    await emulator.advanceToISO('2026-12-23T09:00:00Z');
    inbox.answer = 500;
    const draft = await draftOfRenewal();
    await setTo(draft, '2026-12-25T00:00:00Z');
    await emulator.advanceToISO('2026-12-24T20:00:00Z');
    inbox.answer = 200;
    await emulator.advanceToISO('2026-12-24T23:59:59Z');
    const moved = await latest();
    expect(moved).toMatchObject({ automatically_finalizes_at: seconds('2026-12-25T00:00:00Z') });
    await emulator.advanceToISO('2026-12-25T00:00:00Z');
    expect((await latest()).status).toBe('paid');
  });

  it('can be given to an invoice that is made by hand', async () => {
    const make = (params: Stripe.InvoiceCreateParams) =>
      stripe.invoices.create({ customer: shop.customerId, ...params });
    const at = seconds('2026-11-30T00:00:00Z');
    await expect(make({ automatically_finalizes_at: at })).rejects.toMatchObject(refusal);
    const made = await make({
      auto_advance: true,
      automatically_finalizes_at: at,
      collection_method: 'send_invoice',
      days_until_due: 7,
    });
    await stripe.invoiceItems.create({
      customer: shop.customerId,
      invoice: made.id,
      amount: 500,
      currency: 'usd',
    });
    await emulator.advanceToISO('2026-11-29T23:59:59Z');
    expect((await stripe.invoices.retrieve(made.id)).status).toBe('draft');
    await emulator.advanceToISO('2026-11-30T00:00:00Z');
    expect((await stripe.invoices.retrieve(made.id)).status).toBe('open');
  });
});
