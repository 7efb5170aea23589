import type { LogsQueryClient } from '@azure/monitor-query-logs';
import { AppError } from '../kit/app-error';
import type { ApiGateway } from '../ports/api-gateway';
import { type CallWatch, UNWATCHED } from '../ports/telemetry';
import { checkEndpoint, credentialOf } from './client';
import { toAppError } from './errors';
import { checkedSubscriptionId } from './names';
import type { ApimSettings, UsageLogs } from './settings';
import { transportOptions } from './transport';

const PUBLIC_LOGS = 'https://api.loganalytics.io';
const BUCKET_MS = 15 * 60_000;

/**
 * Counts calls in the gateway's logs (table ApiManagementGatewayLogs of a Log Analytics workspace): the source for
 * tiers without built-in analytics. The diagnostic setting has to log every call, or bills are too low. The answer
 * of a query that was cut short is never used.
 */
export function createLogUsageReader(
  logs: UsageLogs,
  settings: Pick<ApimSettings, 'armToken' | 'federated' | 'usageCounts'>,
  watch: CallWatch = UNWATCHED,
): Pick<ApiGateway, 'readUsage'> {
  checkEndpoint('LOG_ANALYTICS_ENDPOINT', logs.endpoint, settings.armToken);
  let client: Promise<LogsQueryClient> | undefined;
  return {
    async *readUsage({ start, end, subscriptionId }) {
      if (start.getTime() % BUCKET_MS !== 0 || end.getTime() % BUCKET_MS !== 0) {
        throw new Error('Usage can only be read between quarters of an hour.');
      }
      if (end <= start) return;
      const of = subscriptionId === undefined ? null : checkedSubscriptionId(subscriptionId);
      const query = usageQuery({ start, end, of, counts: settings.usageCounts ?? 'successful' });
      try {
        client ??= createLogsClient(logs, settings, watch);
        yield* await counted(await client, logs.workspaceId, query, { start, end });
      } catch (error) {
        throw toAppError('read the usage from the logs', error);
      }
    },
  };
}

/** The end is excluded from the requested time. */
function usageQuery(input: {
  start: Date;
  end: Date;
  of: string | null;
  counts: 'successful' | 'all';
}): string {
  const { start, end, of, counts } = input;
  return [
    'ApiManagementGatewayLogs',
    `where TimeGenerated >= datetime(${start.toISOString()}) and TimeGenerated < datetime(${end.toISOString()})`,
    of === null
      ? 'where isnotempty(ApimSubscriptionId)'
      : `where ApimSubscriptionId == ${JSON.stringify(of)}`,
    // The built-in analytics' definition of success, so that both sources bill the same calls.
    ...(counts === 'all' ? [] : ['where ResponseCode <= 301 or ResponseCode in (304, 307)']),
    'summarize Calls = count() by ApimSubscriptionId',
  ].join('\n| ');
}

async function counted(
  client: LogsQueryClient,
  workspaceId: string,
  query: string,
  range: { start: Date; end: Date },
): Promise<{ subscriptionId: string; calls: number }[]> {
  const timespan = { startTime: range.start, endTime: range.end };
  const result = await client.queryWorkspace(workspaceId, query, timespan);
  if (result.status !== 'Success') {
    throw new AppError(
      'upstream-failed',
      'The logs returned only part of the usage, so it is not used.',
    );
  }
  return (result.tables[0]?.rows ?? []).map(([id, calls]) => {
    if (typeof id !== 'string' || typeof calls !== 'number' || !Number.isSafeInteger(calls)) {
      throw new AppError('upstream-failed', 'The logs returned the usage in an unexpected form.');
    }
    return { subscriptionId: id, calls };
  });
}

async function createLogsClient(
  logs: UsageLogs,
  settings: Pick<ApimSettings, 'armToken' | 'federated'>,
  watch: CallWatch,
): Promise<LogsQueryClient> {
  const { LogsQueryClient } = await import('@azure/monitor-query-logs');
  const { endpoint, ...options } = transportOptions(logs.endpoint, {
    publicOrigin: PUBLIC_LOGS,
    watch,
  });
  return new LogsQueryClient(credentialOf(settings), {
    ...options,
    endpoint: `${endpoint}/v1`,
    credentials: { scopes: [`${endpoint}/.default`] },
  });
}
