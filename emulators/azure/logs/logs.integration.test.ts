import { LogsQueryClient as Client, type LogsQueryClient } from '@azure/monitor-query-logs';
import { describe, expect, it } from 'vitest';
import { inFreshAzure } from '../../fixture';
import { defaultAzureSettings } from '../azure-settings';
import { type StartedAzure, subscribe } from '../started-azure';

const WORKSPACE = defaultAzureSettings.logWorkspaceId;
const TIME =
  'where TimeGenerated >= datetime(2026-11-23T00:00:00Z) and TimeGenerated < datetime(2026-11-25T00:00:00Z)';
const COUNT = 'summarize Calls = count() by ApimSubscriptionId';
const BY_DAY = `${COUNT}, Day = bin(TimeGenerated, 1d)`;
const RANGE = {
  startTime: new Date('2026-11-23T00:00:00Z'),
  endTime: new Date('2026-11-25T00:00:00Z'),
};

let azure: StartedAzure;
let logs: LogsQueryClient;
inFreshAzure(
  async (fresh) => {
    azure = fresh;
    for (const id of ['sub-1', 'sub-2']) await subscribe(azure, id);
    azure.azure.traffic({ subscription: 'sub-1', calls: 5 });
    azure.azure.traffic({ subscription: 'sub-1', calls: 2, status: 500 });
    azure.azure.traffic({ subscription: 'sub-2', calls: 3 });
    await azure.advance(86_400);
    azure.azure.traffic({ subscription: 'sub-1', calls: 7 });
    logs = clientOf(azure);
  },
  { settings: { reportLagMs: 0 } },
);

/** The official client; only where a request is sent to is changed, at the last moment. */
function clientOf({ armUrl }: StartedAzure): LogsQueryClient {
  const getToken = async () => ({ token: 'any', expiresOnTimestamp: 4e12 });
  return new Client(
    { getToken },
    {
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [
        {
          position: 'perRetry',
          policy: {
            name: 'toEmulator',
            sendRequest(request, next) {
              const { pathname, search } = new URL(request.url);
              request.url = `${armUrl}${pathname}${search}`;
              request.allowInsecureConnection = true;
              return next(request);
            },
          },
        },
      ],
    },
  );
}

const ask = (...steps: string[]) =>
  logs.queryWorkspace(WORKSPACE, ['ApiManagementGatewayLogs', ...steps].join('\n| '), RANGE);

async function rows(...steps: string[]): Promise<unknown> {
  const result = await ask(...steps);
  return result.status === 'Success' ? result.tables[0]?.rows : result.status;
}

describe('the logs of the gateway', () => {
  it('count calls by subscription, and by day', async () => {
    expect(await rows(TIME, COUNT)).toEqual([
      ['sub-1', 14],
      ['sub-2', 3],
    ]);
    const success = 'where ResponseCode <= 301 or ResponseCode in (304, 307)';
    expect(await rows(TIME, success, BY_DAY)).toEqual([
      ['sub-1', new Date('2026-11-23T00:00:00Z'), 5],
      ['sub-2', new Date('2026-11-23T00:00:00Z'), 3],
      ['sub-1', new Date('2026-11-24T00:00:00Z'), 7],
    ]);
    expect(await rows(TIME, 'where ApimSubscriptionId == "sub-2"', COUNT)).toEqual([['sub-2', 3]]);
  });

  it('are as late as reports', async () => {
    azure.azure.changeSettings({ reportLagSeconds: 3600 });
    expect(await rows(TIME, COUNT)).toEqual([
      ['sub-1', 7],
      ['sub-2', 3],
    ]);
  });

  it('come in part, and say so, when that is switched on', async () => {
    azure.azure.changeSettings({ partialLogs: true });
    expect(await ask(TIME, COUNT)).toMatchObject({
      status: 'PartialFailure',
      partialTables: [{ rows: [['sub-1', 14]] }],
      partialError: { code: 'PartialError' },
    });
  });

  it('refuse another table, another workspace and what is not understood, in their own shape', async () => {
    await expect(
      logs.queryWorkspace(WORKSPACE, `AzureActivity | ${TIME} | ${COUNT}`, RANGE),
    ).rejects.toMatchObject({ statusCode: 400, code: 'BadArgumentError' });
    await expect(
      logs.queryWorkspace('00000000-0000-0000-0000-00000000000f', `x | ${COUNT}`, RANGE),
    ).rejects.toMatchObject({ statusCode: 404, code: 'PathNotFoundError' });
    await expect(ask(TIME, 'take 5', COUNT)).rejects.toMatchObject({ statusCode: 501 });
    const bare = await fetch(`${azure.armUrl}/v1/workspaces/${WORKSPACE}/query`, {
      method: 'POST',
    });
    expect([bare.status, await bare.json()]).toEqual([
      401,
      {
        error: {
          code: 'AuthorizationRequiredError',
          message: 'Valid authentication was not provided',
        },
      },
    ]);
  });
});
