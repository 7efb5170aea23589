import { lastReadThrough } from '../db/runs';
import { findOwnSubscription } from '../db/subscriptions';
import type { Period } from '../domain/billing-period';
import type { GatewayState } from '../domain/entitlement';
import type { Product } from '../domain/product';
import type { UsageSummary } from '../domain/usage-summary';
import type { ProviderInvoice } from '../ports/payment-provider';
import type { Deps } from './deps';
import { type SubscriptionCard, viewOf } from './subscription-card';

export interface InvoiceRow {
  id: string;
  number: string | null;
  state: ProviderInvoice['state'];
  totalMinor: number;
  currency: string;
  createdAt: Date;
  viewUrl: string | null;
  pdfUrl: string | null;
}

export interface SubscriptionDetail extends SubscriptionCard {
  product: Product | null;
  period: Period | null;
  gatewayState: GatewayState;
  payUrl: string | null;
  hasBilling: boolean;
  cancelAt: Date | null;
  usage: UsageSummary | null;
  callUrl: string;
}

export type ViewSubscriptionOutcome =
  | { kind: 'not-found' }
  | {
      kind: 'found';
      subscription: SubscriptionDetail;
      /** `unavailable`: the provider did not answer; the rest of the page stands without it. */
      invoices: { kind: 'listed'; rows: InvoiceRow[] } | { kind: 'unavailable' };
    };

/** One subscription of the signed-in user. Somebody else's is not found. */
export async function viewSubscription(
  deps: Deps,
  input: { userId: string; subscriptionId: string },
): Promise<ViewSubscriptionOutcome> {
  const row = await findOwnSubscription(deps.db, input);
  if (!row) return { kind: 'not-found' };
  const now = await deps.clock.now();
  const view = await viewOf(deps, row, { now, usageAsOf: await lastReadThrough(deps.db) });
  return {
    kind: 'found',
    subscription: {
      ...view.card,
      product: view.product,
      period: view.period,
      usage: view.usage,
      gatewayState: row.gatewayState as GatewayState,
      payUrl: row.payUrl,
      hasBilling: row.providerId !== null,
      cancelAt: row.cancelAt,
      callUrl: `${deps.settings.gatewayUrl}/sample/echo`,
    },
    invoices: await invoicesOf(deps, row.providerId),
  };
}

async function invoicesOf(
  deps: Deps,
  providerId: string | null,
): Promise<{ kind: 'listed'; rows: InvoiceRow[] } | { kind: 'unavailable' }> {
  if (!providerId) return { kind: 'listed', rows: [] };
  try {
    const invoices = await deps.payments.listInvoices(providerId);
    return { kind: 'listed', rows: invoices.map(toRow) };
  } catch (error) {
    deps.log.warn({ err: error }, 'invoices not listed');
    return { kind: 'unavailable' };
  }
}

function toRow(invoice: ProviderInvoice): InvoiceRow {
  const { id, number, state, totalMinor, currency, createdAt, viewUrl, pdfUrl } = invoice;
  return { id, number, state, totalMinor, currency, createdAt, viewUrl, pdfUrl };
}
