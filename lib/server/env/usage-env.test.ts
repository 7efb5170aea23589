import { expect, test } from 'vitest';
import { z } from 'zod';
import { toUsage, USAGE, usageProblems } from './usage-env';

const parse = (source: object) => z.object(USAGE).parse(source);
const WORKSPACE = '00000000-0000-0000-0000-000000000001';

test('usage comes from reports unless logs are named as the source, with their workspace', () => {
  expect(toUsage(parse({ LOG_ANALYTICS_WORKSPACE_ID: WORKSPACE })).usageLogs).toBeNull();
  const given = parse({ USAGE_SOURCE: 'log-analytics', LOG_ANALYTICS_WORKSPACE_ID: WORKSPACE });
  expect(toUsage(given).usageLogs).toEqual({
    workspaceId: WORKSPACE,
    endpoint: 'https://api.loganalytics.io',
  });
  expect(usageProblems(given)).toEqual([]);
});

test('logs without a workspace stop the start', () => {
  const given = parse({ USAGE_SOURCE: 'log-analytics' });
  expect(usageProblems(given)).toEqual([expect.stringContaining('LOG_ANALYTICS_WORKSPACE_ID')]);
});
