import { expect, it } from 'vitest';
import { RequestWindow } from './request-window';

it('a caller has so many requests in so many seconds, whatever others do', () => {
  let nowMs = 0;
  const requests = new RequestWindow({ most: 3, seconds: 30, nowMs: () => nowMs });
  const waits = () => [requests.take('a'), requests.take('a')];
  expect(waits()).toEqual([0, 0]);
  nowMs = 10_000;
  expect(waits()).toEqual([0, 20]);
  expect(requests.take('b')).toBe(0);
  nowMs = 30_000;
  expect(waits()).toEqual([0, 0]);
  expect(requests.take('a')).toBe(10);
});
