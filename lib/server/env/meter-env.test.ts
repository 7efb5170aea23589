import { expect, test } from 'vitest';
import { z } from 'zod';
import { METER, meterProblems, toMeter } from './meter-env';

const parse = (source: object) => z.object(METER).parse(source);

test('by default usage is reported event by event, a thousand a second', () => {
  expect(toMeter(parse({}))).toEqual({
    meterWebhookSecrets: [],
    meterEventsPerSecond: 1_000,
    meterStream: false,
  });
  expect(meterProblems(parse({}))).toEqual([]);
});

test('the stream stops the start unless there is a destination for rejected events', () => {
  expect(meterProblems(parse({ STRIPE_METER_STREAM: 'on' }))).toEqual([
    expect.stringContaining('STRIPE_METER_WEBHOOK_SECRET'),
  ]);
  const given = parse({ STRIPE_METER_STREAM: 'on', STRIPE_METER_WEBHOOK_SECRET: 'whsec_a' });
  expect(meterProblems(given)).toEqual([]);
  expect(toMeter(given).meterStream).toBe(true);
});
