import { describe, expect, it } from 'vitest';
import { type HttpRecorder, type ScriptedAnswer, startRecorder } from '../../testing/http-recorder';
import { createStripeClient } from './client';

const THROTTLED = { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'slow' } };
const CUSTOMER = { id: 'cus_1', object: 'customer', metadata: {} };

async function withAnswers(
  answers: ScriptedAnswer[],
  run: (recorder: HttpRecorder, delays: number[]) => Promise<void>,
): Promise<void> {
  const recorder = await startRecorder(
    (_, index) => answers[Math.min(index, answers.length - 1)] ?? {},
  );
  try {
    await run(recorder, []);
  } finally {
    await recorder.close();
  }
}

function clientOf(recorder: HttpRecorder, delays: number[]) {
  const sleep = async (ms: number) => {
    delays.push(ms);
  };
  return createStripeClient(
    { secretKey: 'sk_test_1', apiBase: recorder.url },
    { sleep, random: () => 0 },
  )();
}

describe('a request that Stripe throttles', () => {
  it('is sent again after the time that Stripe names', () =>
    withAnswers(
      [{ status: 429, headers: { 'retry-after': '3' }, json: THROTTLED }, { json: CUSTOMER }],
      async (recorder, delays) => {
        await expect(clientOf(recorder, delays).customers.retrieve('cus_1')).resolves.toMatchObject(
          { id: 'cus_1' },
        );
        expect(delays).toEqual([3000]);
        expect(recorder.requests).toHaveLength(2);
      },
    ));

  it('never makes anybody wait longer than the cap, whatever Stripe names', () =>
    withAnswers(
      [{ status: 429, headers: { 'retry-after': '600' }, json: THROTTLED }, { json: CUSTOMER }],
      async (recorder, delays) => {
        await clientOf(recorder, delays).customers.retrieve('cus_1');
        expect(delays).toEqual([8000]);
      },
    ));

  it('backs off further each time and is given up after the fifth try', () =>
    withAnswers([{ status: 429, json: THROTTLED }], async (recorder, delays) => {
      await expect(clientOf(recorder, delays).customers.retrieve('cus_1')).rejects.toMatchObject({
        statusCode: 429,
      });
      expect(delays).toEqual([500, 1000, 2000, 4000]);
      expect(recorder.requests).toHaveLength(5);
    }));

  it('keeps its idempotency key when it writes', () =>
    withAnswers(
      [{ status: 429, json: THROTTLED }, { json: CUSTOMER }],
      async (recorder, delays) => {
        await clientOf(recorder, delays).customers.create({ email: 'a@example.com' });
        const [first, second] = recorder.requests.map(({ headers }) => headers['idempotency-key']);
        expect(first).toMatch(/\S/);
        expect(second).toBe(first);
      },
    ));

  it('is left to the SDK or given up when Stripe says which', () =>
    withAnswers(
      [{ status: 429, headers: { 'stripe-should-retry': 'false' }, json: THROTTLED }],
      async (recorder, delays) => {
        await expect(clientOf(recorder, delays).customers.retrieve('cus_1')).rejects.toThrow();
        expect(recorder.requests).toHaveLength(1);
      },
    ));
});
