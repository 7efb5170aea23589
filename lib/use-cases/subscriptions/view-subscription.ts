import type { LateUsage } from '../../db/generated/client';
import { listLateUsageOf } from '../../db/late-usage';
import { listSignalsOfSubscription } from '../../db/payment-signals';
import type { GatewayState } from '../../domain/access/access';
import type { CreditUse } from '../../domain/access/credit-ceiling';
import type { SoldTerms } from '../../domain/pricing/price-plan';
import type { Period } from '../../domain/usage/billing-period';
import type { CallsSummary, UsageSummary } from '../../domain/usage/usage-summary';
import type { ProviderInvoice } from '../../ports/provider-invoice';
import { requireOwned } from '../audit/require-owned';
import { creditUseOf } from '../credit/credit-use';
import type { Needs } from '../deps';
import { isRefusedAtGateway } from '../gateway-users/sync-gateway-user';
import { productName } from '../plan-versions/product-facts';
import { usageCompleteThrough } from '../usage/usage-complete-through';
import { type SubscriptionCard, viewOf } from './internal/subscription-card';
import { type SuspendedPeriod, suspendedPeriodOf } from './suspended-period';

export interface InvoiceRow {
  id: string;
  number: string | null;
  state: ProviderInvoice['state'];
  totalMinor: number;
  remainingMinor: number;
  balance: ProviderInvoice['balance'];
  /** Too small to charge: the next invoice includes it. */
  carriedMinor: number;
  currency: string;
  createdAt: Date;
  viewUrl: string | null;
  pdfUrl: string | null;
  /** Lines that bill or credit calls of an earlier period, in the invoice's own words. */
  lateLines: { description: string; amountMinor: number }[];
}

/** Calls of a period that were counted after its invoice. */
export interface LateRow {
  id: string;
  periodStart: Date;
  periodEnd: Date;
  callsBilled: number | null;
  callsCounted: number;
  amountMinor: number;
  currency: string;
  /** planned, billed, nothing-due, lost */
  state: string;
}

export interface SubscriptionDetail extends SubscriptionCard {
  terms: SoldTerms | null;
  period: Period | null;
  gatewayState: GatewayState;
  payUrl: string | null;
  hasBilling: boolean;
  /** False when the provider has deleted the customer: there is no card and no page to manage. */
  hasPortal: boolean;
  cancelAt: Date | null;
  calls: CallsSummary | null;
  /** Null where the cost can't be computed. */
  usage: UsageSummary | null;
  callUrl: string;
  /** The plan that it is being changed to: when, or null while the change is being carried out. */
  next: { productName: string; at: Date | null } | null;
  late: LateRow[];
  /** What the current period costs while its key does not work, or may soon stop working; null otherwise. */
  suspendedPeriod: SuspendedPeriod | null;
  /** How much can be used before the owner's first payment; null where there is no such ceiling. */
  credit: (CreditUse & { currency: string }) | null;
  /** Refunds and disputes of its payments. */
  signals: {
    id: string;
    kind: string;
    state: string;
    amountMinor: number;
    currency: string;
    createdAt: Date;
  }[];
}

export type ViewSubscriptionOutcome =
  | { kind: 'not-found' }
  | {
      kind: 'found';
      subscription: SubscriptionDetail;
      /** `unavailable`: the provider did not answer; the rest of the page is shown without it. */
      invoices: { kind: 'listed'; rows: InvoiceRow[] } | { kind: 'unavailable' };
    };

/** One subscription of the signed-in user. A subscription of somebody else is not found. */
export async function viewSubscription(
  deps: Needs<
    'catalog' | 'clock' | 'db' | 'gateway' | 'log' | 'payments' | 'requestAddress' | 'settings'
  >,
  input: { userId: string; subscriptionId: string },
): Promise<ViewSubscriptionOutcome> {
  const row = await requireOwned(deps, input);
  if (!row) return { kind: 'not-found' };
  const now = await deps.clock.now();
  // The vendors are asked now, because the page has to show the current state of the key.
  const [usageAsOf, blocked, invoices] = await Promise.all([
    usageCompleteThrough(deps),
    isRefusedAtGateway(deps, input.userId),
    invoicesOf(deps, row.providerId),
  ]);
  const view = await viewOf(deps, row, { now, usageAsOf, blocked });
  return {
    kind: 'found',
    subscription: {
      ...view.card,
      terms: view.terms,
      period: view.period,
      calls: view.calls,
      usage: view.usage,
      gatewayState: row.gatewayState as GatewayState,
      payUrl: row.payUrl,
      hasBilling: row.providerId !== null,
      hasPortal: row.providerId !== null && row.customer?.deletedAt === null,
      cancelAt: row.cancelAt,
      next:
        row.nextProductId === null
          ? null
          : {
              productName: await productName(deps, row.nextProductId),
              at: row.nextPlanAt,
            },
      late: (await listLateUsageOf(deps.db, row.id)).map(toLateRow),
      suspendedPeriod: await suspendedPeriodOf(deps, row, view),
      credit: await creditUseOf(deps, row),
      signals: (await listSignalsOfSubscription(deps.db, row.id)).filter(({ kind }) =>
        ['refund', 'dispute'].includes(kind),
      ),
      callUrl: `${deps.settings.gatewayUrl}/sample/echo`,
    },
    invoices,
  };
}

async function invoicesOf(
  deps: Needs<'log' | 'payments'>,
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
  const { id, number, state, totalMinor, remainingMinor, balance, carriedMinor } = invoice;
  const { currency, createdAt, viewUrl, pdfUrl } = invoice;
  return {
    id,
    number,
    state,
    totalMinor,
    remainingMinor,
    balance,
    carriedMinor,
    currency,
    createdAt,
    viewUrl,
    pdfUrl,
    lateLines: invoice.lines.filter((line) => line.isLateUsage),
  };
}

function toLateRow(row: LateUsage): LateRow {
  const { id, periodStart, periodEnd, amountMinor, currency, state } = row;
  return {
    id,
    periodStart,
    periodEnd,
    amountMinor,
    currency,
    state,
    callsBilled: row.callsBilled < 0n ? null : Number(row.callsBilled),
    callsCounted: Number(row.callsCounted),
  };
}
