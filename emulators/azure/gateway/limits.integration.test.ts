import { describe, expect, it } from 'vitest';
import { inEmptyAzure } from '../../fixture';
import { type StartedAzure, seed, subscribe } from '../started-azure';

let azure: StartedAzure;
inEmptyAzure((fresh) => {
  azure = fresh;
});

async function start(policy: string): Promise<string> {
  await seed(azure, { policy });
  return subscribe(azure);
}

const statuses = async (key: string, ...paths: string[]) => {
  const all: number[] = [];
  for (const path of paths) all.push((await azure.call(`/sample/${path}`, key)).status);
  return all;
};

describe('limits that were put', () => {
  it('count an API and its operations each by itself, named by id or by name', async () => {
    const key = await start(`<quota calls="100" renewal-period="3600">
      <api id="sample" calls="5" renewal-period="3600"><operation name="echo" calls="2" renewal-period="3600" /></api>
      <api name="Another" calls="1" renewal-period="3600" />
    </quota>`);
    expect(await statuses(key, 'echo', 'echo', 'echo')).toEqual([200, 200, 403]);
    // The refused call was counted by the quotas in front of the one that refused it.
    expect(await statuses(key, 'time', 'time', 'time')).toEqual([200, 200, 403]);
  });

  it('of a rate for one operation leave the others alone', async () => {
    const key = await start(`<rate-limit calls="10" renewal-period="60">
      <api name="Sample API" calls="9" renewal-period="60"><operation id="time" calls="1" renewal-period="60" /></api>
    </rate-limit>`);
    expect(await statuses(key, 'time', 'time', 'echo', 'echo')).toEqual([200, 429, 200, 200]);
    await azure.advance(60);
    expect(await statuses(key, 'time')).toEqual([200]);
  });

  it('run where base is placed, and scopes around a document without it are cut off', async () => {
    const key = await start('<rate-limit calls="1" renewal-period="60" />');
    const put = (inbound: string) =>
      azure.client.apiPolicy.createOrUpdate(...azure.at, 'sample', 'policy', {
        format: 'rawxml',
        value: `<policies><inbound>${inbound}</inbound></policies>`,
      });
    await put('<rate-limit calls="2" renewal-period="60" />');
    expect(await statuses(key, 'echo', 'echo', 'echo')).toEqual([200, 200, 429]);
    await azure.advance(60);
    await put('<base /><rate-limit calls="2" renewal-period="60" />');
    expect(await statuses(key, 'echo', 'echo')).toEqual([200, 429]);
  });

  it('by the same key with two periods are two separate counters for ARM', async () => {
    const key = await start(
      ['3600', '86400']
        .map(
          (period) =>
            `<quota-by-key calls="${period}" renewal-period="${period}" counter-key="@(context.Subscription.Id)" first-period-start="2026-01-01T00:00:00Z" />`,
        )
        .join(''),
    );
    await statuses(key, 'echo');
    await azure.advance(3600);
    await statuses(key, 'echo');
    const { value = [] } = await azure.client.quotaByCounterKeys.listByService(
      ...azure.at,
      'sub-1',
    );
    expect(
      value.map(({ periodStartTime, periodEndTime, value: use }) => [
        periodStartTime?.toISOString().slice(0, 16),
        periodEndTime?.toISOString().slice(0, 16),
        use?.callsCount,
      ]),
    ).toEqual([
      ['2026-11-23T10:00', '2026-11-23T11:00', 1],
      ['2026-11-23T11:00', '2026-11-23T12:00', 1],
      ['2026-11-23T00:00', '2026-11-24T00:00', 2],
    ]);
    const period = await azure.client.quotaByPeriodKeys.update(
      ...azure.at,
      'sub-1',
      '20261123_000000',
      {
        callsCount: 86_400,
      },
    );
    expect(period.value?.callsCount).toBe(86_400);
    expect(await statuses(key, 'echo')).toEqual([403]);
    await expect(
      azure.client.quotaByCounterKeys.listByService(...azure.at, 'nobody'),
    ).rejects.toMatchObject({ statusCode: 404 });
  });

  it('that are wrong are refused with the place of the element', async () => {
    await start('<quota calls="1" renewal-period="3600" />');
    const response = await azure.arm('/apis/sample/policies/policy', {
      method: 'PUT',
      body: JSON.stringify({
        properties: {
          format: 'rawxml',
          value:
            '<policies>\n  <inbound>\n    <base />\n    <quota calls="1" renewal-period="3600" />\n  </inbound>\n</policies>',
        },
      }),
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        error: {
          code: 'ValidationError',
          message: 'One or more fields contain incorrect values:',
          details: [
            {
              code: 'ValidationError',
              target: 'quota',
              message:
                "Error in element 'quota' on line 4, column 6: Policy section is not allowed in the specified scope",
            },
          ],
        },
      },
    ]);
  });
});
