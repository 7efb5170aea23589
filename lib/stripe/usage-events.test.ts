import { afterEach, describe, expect, it } from 'vitest';
import { type HttpRecorder, type ScriptedAnswer, startRecorder } from '../../testing/http-recorder';
import { createStripeClient } from './client';
import { createUsageEvents } from './usage-events';

const SECRET = 'whsec_metersoftests';
const NOTICE = JSON.stringify({
  id: 'evt_test_1',
  object: 'v2.core.event',
  type: 'v1.billing.meter.error_report_triggered',
  created: '2026-02-10T10:00:00.000Z',
  livemode: false,
  related_object: { id: 'mtr_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_1' },
});
const at = new Date('2026-02-10T10:00:05Z');

let recorder: HttpRecorder;
afterEach(() => recorder.close());

async function eventsAnswering(answer: ScriptedAnswer = {}) {
  recorder = await startRecorder(() => answer);
  const client = createStripeClient({ secretKey: 'sk_test_1', apiBase: recorder.url });
  const sign = (payload: string, secret = SECRET) =>
    client().webhooks.generateTestHeaderString({
      payload,
      secret,
      timestamp: Math.floor(at.getTime() / 1000),
    });
  return { events: createUsageEvents(client, [SECRET, 'whsec_next']), sign };
}

describe('a meter error notice', () => {
  it('is taken when it is signed with one of its own secrets', async () => {
    const { events, sign } = await eventsAnswering();
    for (const secret of [SECRET, 'whsec_next']) {
      const delivery = { rawBody: NOTICE, signature: sign(NOTICE, secret), receivedAt: at };
      await expect(events.verifyUsageEvent(delivery)).resolves.toMatchObject({
        id: 'evt_test_1',
        type: 'v1.billing.meter.error_report_triggered',
        objectId: 'mtr_1',
        createdAt: new Date('2026-02-10T10:00:00Z'),
      });
    }
  });

  it.each([
    ['another secret', NOTICE, 'whsec_other'],
    ['other bytes', `${NOTICE} `, SECRET],
  ])('is refused with %s', async (_what, rawBody, secret) => {
    const { events, sign } = await eventsAnswering();
    const delivery = { rawBody, signature: sign(NOTICE, secret), receivedAt: at };
    await expect(events.verifyUsageEvent(delivery)).resolves.toBeNull();
    await expect(
      events.verifyUsageEvent({ rawBody, signature: null, receivedAt: at }),
    ).resolves.toBeNull();
  });

  it('names the reports that it concerns, once it is read', async () => {
    const sample = (identifier: string) => ({ error_message: 'too old', request: { identifier } });
    const { events } = await eventsAnswering({
      json: {
        ...JSON.parse(NOTICE),
        data: {
          developer_message_summary: '2 errors',
          validation_start: '2026-02-10T09:00:00Z',
          validation_end: '2026-02-10T10:00:00Z',
          reason: {
            error_count: 2,
            error_types: [
              {
                code: 'timestamp_too_far_in_past',
                error_count: 2,
                sample_errors: [sample('sub-1:100'), sample('sub-2:200')],
              },
            ],
          },
        },
      },
    });
    await expect(events.readUsageErrors('evt_test_1')).resolves.toEqual([
      {
        code: 'timestamp_too_far_in_past',
        count: 2,
        message: 'too old',
        identifiers: ['sub-1:100', 'sub-2:200'],
      },
    ]);
    expect(recorder.requests[0]?.path).toBe('/v2/core/events/evt_test_1');
  });
});
