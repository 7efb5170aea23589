import { z } from 'zod';
import { addressLike } from './env-values';

/** Where calls are counted, and which of them. Part of the API Management group. */
export const USAGE = {
  USAGE_COUNTS: z.enum(['successful', 'all'], 'successful or all').default('successful'),
  USAGE_SOURCE: z.enum(['reports', 'log-analytics'], 'reports or log-analytics').default('reports'),
  LOG_ANALYTICS_WORKSPACE_ID: z.guid('a UUID').optional(),
  LOG_ANALYTICS_ENDPOINT: addressLike('https://api.loganalytics.io').default(
    'https://api.loganalytics.io',
  ),
};

export interface UsageEnv {
  /** Which calls are billed. */
  usageCounts: 'successful' | 'all';
  /** The gateway's logs as the source of usage; null = the built-in analytics. */
  usageLogs: { workspaceId: string; endpoint: string } | null;
}

type Given = z.output<z.ZodObject<typeof USAGE>>;

export function toUsage(given: Given): UsageEnv {
  const { LOG_ANALYTICS_WORKSPACE_ID: workspaceId, LOG_ANALYTICS_ENDPOINT: endpoint } = given;
  const isFromLogs = given.USAGE_SOURCE === 'log-analytics' && workspaceId !== undefined;
  return {
    usageCounts: given.USAGE_COUNTS,
    usageLogs: isFromLogs ? { workspaceId, endpoint } : null,
  };
}

export function usageProblems(given: Given | null): string[] {
  if (given?.USAGE_SOURCE !== 'log-analytics' || given.LOG_ANALYTICS_WORKSPACE_ID) return [];
  return [
    'USAGE_SOURCE is log-analytics but LOG_ANALYTICS_WORKSPACE_ID is not set: az monitor log-analytics workspace show --query customerId',
  ];
}
