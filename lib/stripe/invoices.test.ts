import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpRecorder,
  type RecordedRequest,
  type ScriptedAnswer,
  startRecorder,
} from '../../testing/http-recorder';
import { createStripeClient } from './client';
import { createInvoices } from './invoices';

const START = 1_763_000_000;
const END = 1_765_000_000;
/** What we put on an invoice ourselves. */
const CHARGE = { tollgate_charge: 'late:sub-1:1:0' };
const INVOICE = {
  id: 'in_1',
  object: 'invoice',
  number: null,
  status: 'draft',
  billing_reason: 'subscription_cycle',
  parent: { subscription_details: { subscription: 'sub_1' } },
  total: 10995,
  currency: 'usd',
  created: END + 60,
  period_start: START,
  period_end: END,
  attempted: false,
  auto_advance: true,
  metadata: {},
  lines: {
    object: 'list',
    has_more: false,
    url: '/v1/invoices/in_1/lines',
    data: [line('il_1', 8995, START, END), line('il_2', 2000, START, END)],
  },
};

function line(id: string, amount: number, start: number, end: number) {
  const period = { start, end };
  return { id, object: 'line_item', amount, quantity: 1, description: id, period, metadata: {} };
}

let recorder: HttpRecorder;
afterEach(() => recorder.close());

async function invoicesAnswering(answer: (request: RecordedRequest) => ScriptedAnswer) {
  recorder = await startRecorder(answer);
  return createInvoices(createStripeClient({ secretKey: 'sk_test_1', apiBase: recorder.url }));
}

describe('an invoice', () => {
  it('of a renewal bills the usage of the period that is over', async () => {
    const invoices = await invoicesAnswering(() => ({ json: INVOICE }));
    await expect(invoices.readInvoice('in_1')).resolves.toMatchObject({
      state: 'draft',
      isRenewal: true,
      providerSubscriptionId: 'sub_1',
      totalMinor: 10995,
      usagePeriod: { start: new Date(START * 1000), end: new Date(END * 1000) },
      deferredByUs: false,
      lines: [{ amountMinor: 8995 }, { amountMinor: 2000 }],
    });
  });

  it('of a renewal keeps apart what waited for it since a pause', async () => {
    const waited = line('il_0', 150, START - 5_000, START - 2_000);
    const ours = { ...line('il_3', 70, START - 9_000, START - 5_000), metadata: CHARGE };
    const lines = { ...INVOICE.lines, data: [waited, ours, ...INVOICE.lines.data] };
    const invoices = await invoicesAnswering(() => ({ json: { ...INVOICE, lines } }));
    await expect(invoices.readInvoice('in_1')).resolves.toMatchObject({
      usagePeriod: { start: new Date(START * 1000), end: new Date(END * 1000) },
      usageMinor: 10_995,
      earlierUsage: [{ start: new Date((START - 5_000) * 1000), usageCalls: 1, usageMinor: 150 }],
    });
  });

  it('of a licence bills no usage', async () => {
    const lines = { ...INVOICE.lines, data: [line('il_1', 1495, END, END + 2_600_000)] };
    const invoices = await invoicesAnswering(() => ({ json: { ...INVOICE, lines } }));
    await expect(invoices.readInvoice('in_1')).resolves.toMatchObject({ usagePeriod: null });
  });

  it('with many lines is read to the last one', async () => {
    const lines = { ...INVOICE.lines, has_more: true };
    const invoices = await invoicesAnswering(({ path }) => ({
      json: path.endsWith('/lines')
        ? { ...lines, has_more: false, data: [...lines.data, line('il_3', 5, START, END)] }
        : { ...INVOICE, lines },
    }));
    expect((await invoices.readInvoice('in_1'))?.lines).toHaveLength(3);
  });
});

const UNTIL = new Date((END + 48 * 3600) * 1000);
const MARKED = { auto_advance: true, metadata: { tollgate_held: 'until' } };

function sent(at: number): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(recorder.requests[at]?.body));
}

describe('deferring an invoice', () => {
  it('moves the time at which Stripe finalizes a draft, and marks it as ours', async () => {
    const invoices = await invoicesAnswering(() => ({ json: INVOICE }));
    await expect(invoices.deferFinalization('in_1', UNTIL)).resolves.toBe('deferred');
    expect(sent(1)).toEqual({
      automatically_finalizes_at: String(END + 72 * 3600),
      'metadata[tollgate_held]': 'until',
    });
  });

  it('never asks for more than three days after the draft was made', async () => {
    const until = new Date((END + 60 * 3600) * 1000);
    const invoices = await invoicesAnswering(() => ({ json: INVOICE }));
    await expect(invoices.deferFinalization('in_1', until)).resolves.toBe('deferred');
    expect(sent(1)).toMatchObject({
      automatically_finalizes_at: String(INVOICE.created + 72 * 3600),
    });
  });

  it.each([
    ['the hold is longer than that', new Date((END + 90 * 3600) * 1000), false],
    ['Stripe refuses the time', UNTIL, true],
  ])('stops the draft where %s', async (_, until, isRefused) => {
    const invoices = await invoicesAnswering(({ body }) =>
      isRefused && body.includes('automatically_finalizes_at')
        ? { status: 400, json: { error: { type: 'invalid_request_error', message: 'no' } } }
        : { json: INVOICE },
    );
    await expect(invoices.deferFinalization('in_1', until)).resolves.toBe('deferred-by-stopping');
    expect(sent(recorder.requests.length - 1)).toEqual({
      auto_advance: 'false',
      'metadata[tollgate_held]': '1',
    });
  });

  it.each([
    ['by somebody else', { auto_advance: false, metadata: {} }],
    ['after we had claimed it', { ...MARKED, auto_advance: false }],
  ])('leaves a draft alone that was stopped %s', async (_, changes) => {
    const invoices = await invoicesAnswering(() => ({ json: { ...INVOICE, ...changes } }));
    await expect(invoices.deferFinalization('in_1', UNTIL)).resolves.toBe('stopped');
    expect(recorder.requests).toHaveLength(1);
    await expect(invoices.releaseInvoice('in_1')).resolves.toBe('stopped');
    expect(recorder.requests).toHaveLength(2);
    await expect(invoices.readInvoice('in_1')).resolves.toMatchObject({
      deferredByUs: false,
      isStopped: true,
    });
  });

  it.each([
    ['by its time', MARKED],
    ['by an earlier release', { auto_advance: false, metadata: { tollgate_held: '1' } }],
  ])('that is deferred already %s changes nothing', async (_, changes) => {
    const invoices = await invoicesAnswering(() => ({ json: { ...INVOICE, ...changes } }));
    await expect(invoices.deferFinalization('in_1', UNTIL)).resolves.toBe('deferred');
    expect(recorder.requests).toHaveLength(1);
    await expect(invoices.readInvoice('in_1')).resolves.toMatchObject({
      deferredByUs: true,
      isStopped: false,
    });
  });

  it('leaves a finalized one alone', async () => {
    const invoices = await invoicesAnswering(() => ({ json: { ...INVOICE, status: 'open' } }));
    await expect(invoices.deferFinalization('in_1', UNTIL)).resolves.toBe('not-draft');
    expect(recorder.requests).toHaveLength(1);
  });

  it('that comes too late does not stop the collection', async () => {
    const invoices = await invoicesAnswering(({ method }) => ({
      json: { ...INVOICE, status: method === 'GET' ? 'draft' : 'open' },
    }));
    const long = new Date((END + 90 * 3600) * 1000);
    await expect(invoices.deferFinalization('in_1', long)).resolves.toBe('not-draft');
    expect(recorder.requests.at(-1)?.body).toBe('auto_advance=true');
  });
});

describe('releasing an invoice', () => {
  it('finalizes a draft and lets Stripe charge it', async () => {
    const invoices = await invoicesAnswering(({ method }) => ({
      json: { ...INVOICE, status: method === 'GET' ? 'draft' : 'open' },
    }));
    await invoices.releaseInvoice('in_1');
    expect(recorder.requests.map(({ path }) => path)).toEqual([
      '/v1/invoices/in_1',
      '/v1/invoices/in_1/finalize',
    ]);
    expect(recorder.requests.at(-1)?.body).toBe('auto_advance=true');
  });

  it.each([
    ['was paid', { status: 'paid', attempted: true }],
    ['was tried and failed', { status: 'open', attempted: true }],
    ['was voided', { status: 'void' }],
  ])('does nothing to one that %s', async (_, changes) => {
    const invoices = await invoicesAnswering(() => ({ json: { ...INVOICE, ...changes } }));
    await invoices.releaseInvoice('in_1');
    expect(recorder.requests).toHaveLength(1);
  });

  it('gives back the collection of one that was finalized by hand while it was deferred', async () => {
    const deferred = { auto_advance: false, metadata: { tollgate_held: '1' }, status: 'open' };
    const invoices = await invoicesAnswering(() => ({ json: { ...INVOICE, ...deferred } }));
    await invoices.releaseInvoice('in_1');
    expect(recorder.requests.at(-1)).toMatchObject({ method: 'POST', body: 'auto_advance=true' });
  });

  it('fails when it could not be finalized', async () => {
    const invoices = await invoicesAnswering(({ method }) =>
      method === 'GET'
        ? { json: INVOICE }
        : { status: 400, json: { error: { type: 'invalid_request_error', message: 'no' } } },
    );
    await expect(invoices.releaseInvoice('in_1')).rejects.toMatchObject({
      code: 'upstream-refused',
    });
  });
});
