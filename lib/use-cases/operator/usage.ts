import {
  listDeferredPeriods,
  listLeftPeriodsOfAll,
  listOperatorLateUsage,
  type OperatorLateUsage,
} from '../../db/operator';
import type { Needs } from '../deps';
import { PAGE_SIZE, type Page, type PageInput, pageOf } from '../page';

export interface DeferredInvoice {
  id: string;
  subscriptionId: string;
  name: string;
  productId: string;
  start: Date;
  end: Date;
  invoiceId: string | null;
  /** When its counts can be complete, and when it is finalized whatever is missing. */
  closableAt: Date;
  releasedAt: Date;
}

/** Invoices that are deferred until the last usage of their period is in, the longest waiting first. */
export async function listDeferredInvoices(
  deps: Needs<'clock' | 'db' | 'settings'>,
  input: PageInput,
): Promise<Page<DeferredInvoice>> {
  const asOf = await deps.clock.now();
  const read = await listDeferredPeriods(deps.db, {
    after: parseDeferredId(input.after),
    take: PAGE_SIZE,
  });
  const { usageLagMinutes, deferHours } = deps.settings;
  const rows = read.slice(0, PAGE_SIZE).map((period) => ({
    id: `${period.subscriptionId} ${period.start.toISOString()}`,
    subscriptionId: period.subscriptionId,
    name: period.subscription.name,
    productId: period.productId ?? period.subscription.productId,
    start: period.start,
    end: period.end,
    invoiceId: period.invoiceId,
    closableAt: new Date(period.end.getTime() + usageLagMinutes * 60_000),
    releasedAt: new Date(period.end.getTime() + deferHours * 3_600_000),
  }));
  return { rows, next: read.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null, asOf };
}

export type LeftPeriod = Omit<DeferredInvoice, 'closableAt' | 'releasedAt'>;

/** Drafts that somebody stopped at the provider, the oldest first: only the operator can finalize them. */
export async function listLeftPeriods(deps: Needs<'db'>): Promise<LeftPeriod[]> {
  const rows = await listLeftPeriodsOfAll(deps.db, PAGE_SIZE);
  return rows.map((period) => ({
    id: `${period.subscriptionId} ${period.start.toISOString()}`,
    subscriptionId: period.subscriptionId,
    name: period.subscription.name,
    productId: period.productId ?? period.subscription.productId,
    start: period.start,
    end: period.end,
    invoiceId: period.invoiceId,
  }));
}

export function listLateUsageForOperator(
  deps: Needs<'clock' | 'db'>,
  input: PageInput & { sort: 'createdAt' | 'amountMinor'; order: 'asc' | 'desc' },
): Promise<Page<OperatorLateUsage>> {
  const { sort, order } = input;
  return pageOf(deps, input, (page) => listOperatorLateUsage(deps.db, { sort, order, page }));
}

function parseDeferredId(after: string | null): { subscriptionId: string; start: Date } | null {
  const [subscriptionId, iso] = after?.split(' ') ?? [];
  const start = new Date(iso ?? '');
  return subscriptionId && !Number.isNaN(start.getTime()) ? { subscriptionId, start } : null;
}
