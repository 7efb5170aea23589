import { describe, expect, it } from 'vitest';
import { readLogsQuery } from './kql';

const TIME =
  'where TimeGenerated >= datetime(2026-11-22T00:00:00.000Z) and TimeGenerated < datetime(2026-11-23T00:00:00.000Z)';
const COUNT = 'summarize Calls = count() by ApimSubscriptionId';

describe('a query of the gateway’s logs', () => {
  it('is read in every shape that the README lists', () => {
    const query = [
      'ApiManagementGatewayLogs',
      TIME,
      'where ApimSubscriptionId == "sub-\\"1"',
      'where ResponseCode <= 301 or ResponseCode in (304, 307)',
      `${COUNT}, Day = bin(TimeGenerated, 1d)`,
    ].join('\n| ');
    expect(readLogsQuery(query)).toEqual({
      fromMs: Date.UTC(2026, 10, 22),
      toMs: Date.UTC(2026, 10, 23),
      subscriptionId: 'sub-"1',
      successfulOnly: true,
      byDay: true,
    });
  });

  it.each([
    ['another table', `AzureActivity | ${TIME} | ${COUNT}`, 400],
    ['no time', `ApiManagementGatewayLogs | ${COUNT}`, 501],
    ['an operator that it lacks', `ApiManagementGatewayLogs | ${TIME} | take 5 | ${COUNT}`, 501],
    ['a step after the count', `ApiManagementGatewayLogs | ${TIME} | ${COUNT} | take 5`, 501],
    [
      'a time within a quarter',
      `ApiManagementGatewayLogs | ${TIME.replace('23T00:00', '23T00:07')} | ${COUNT}`,
      501,
    ],
  ])('is refused with %s, rather than half understood', (_, query, status) => {
    expect(() => readLogsQuery(query)).toThrow(expect.objectContaining({ status }));
  });
});
