import { afterEach, expect, test } from 'vitest';
import { type HttpRecorder, startRecorder } from '../../../testing/http-recorder';
import { createClock } from './clock';

let recorder: HttpRecorder;
afterEach(() => recorder.close());

test('the clock at an address returns the time, and redirects are not followed', async () => {
  recorder = await startRecorder((_, index) =>
    index === 0
      ? { json: { now: '2031-05-01T00:00:00.000Z' } }
      : { status: 302, headers: { location: '/elsewhere' } },
  );
  const clock = createClock(recorder.url);
  expect(await clock.now()).toEqual(new Date('2031-05-01T00:00:00.000Z'));
  await expect(clock.now()).rejects.toThrow();
  expect(recorder.requests).toHaveLength(2);
});
