import type { ReportRecordContract } from '@azure/arm-apimanagement';
import { createDuplicateFilter } from '../kit/duplicate-filter';
import type { ApiGateway } from '../ports/api-gateway';
import { toAppError } from './errors';
import { checkedSubscriptionId, lastSegment, quoted } from './names';
import type { ApimService } from './service';

const BUCKET_MS = 15 * 60_000;

/**
 * Reads the built-in analytics row by row, never all in memory. Only successful calls count by default; the total would
 * also include rejected and failed ones. The report's `le` is inclusive, so the range ends at the last second before
 * the end.
 */
export function createUsageReader(
  service: ApimService,
  counts: 'successful' | 'all' = 'successful',
): Pick<ApiGateway, 'readUsage'> {
  return {
    async *readUsage({ start, end, subscriptionId }) {
      if (start.getTime() % BUCKET_MS !== 0 || end.getTime() % BUCKET_MS !== 0) {
        throw new Error('Usage can only be read between quarters of an hour.');
      }
      if (end <= start) return;
      try {
        if (subscriptionId !== undefined) {
          const calls = await sumOf(service, { start, end, subscriptionId }, counts);
          if (calls > 0) yield { subscriptionId, calls };
        } else yield* allOf(service, { start, end }, counts);
      } catch (error) {
        throw toAppError('read the usage', error);
      }
    },
  };
}

/**
 * A subscription that changed its product has a row for each product, not necessarily next to each other. When a second
 * row comes, the subscription is read on its own, and that sum replaces the earlier count.
 */
async function* allOf(
  service: ApimService,
  range: { start: Date; end: Date },
  counts: 'successful' | 'all',
): AsyncGenerator<{ subscriptionId: string; calls: number }> {
  const seen = createDuplicateFilter();
  for await (const { id, calls } of rows(service, filterOf(range.start, range.end), counts)) {
    const isAgain = seen(id);
    yield {
      subscriptionId: id,
      calls: isAgain ? await sumOf(service, { ...range, subscriptionId: id }, counts) : calls,
    };
  }
}

async function sumOf(
  service: ApimService,
  of: { start: Date; end: Date; subscriptionId: string },
  counts: 'successful' | 'all',
): Promise<number> {
  let sum = 0;
  const filter = filterOf(of.start, of.end, of.subscriptionId);
  for await (const row of rows(service, filter, counts)) {
    if (row.id === of.subscriptionId) sum += row.calls;
  }
  return sum;
}

async function* rows(
  { client, at }: ApimService,
  filter: string,
  counts: 'successful' | 'all',
): AsyncGenerator<{ id: string; calls: number }> {
  const pages = client.reports.listBySubscription(...at, filter).byPage();
  const take = async () => {
    const page = await pages.next();
    if (page.done) return null;
    return page.value.map((row: ReportRecordContract) => ({
      id: lastSegment(row.subscriptionId),
      calls: (counts === 'all' ? row.callCountTotal : row.callCountSuccess) ?? 0,
    }));
  };
  let taken = await take();
  while (taken !== null) {
    // The next page is requested while this one is processed.
    const next = take();
    // A failure is handled when that page is processed.
    next.catch(() => {});
    for (const { id, calls } of taken) if (id) yield { id, calls };
    taken = await next;
  }
}

function filterOf(start: Date, end: Date, subscriptionId?: string): string {
  const last = new Date(end.getTime() - 1000);
  const window = `timestamp ge ${instant(start)} and timestamp le ${instant(last)}`;
  if (subscriptionId === undefined) return window;
  return `${window} and subscriptionId eq ${quoted(checkedSubscriptionId(subscriptionId))}`;
}

function instant(at: Date): string {
  return `datetime'${at.toISOString().slice(0, 19)}'`;
}
