import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../scripts/vitest/fresh-database';
import { countAttempt, deleteOldThrottles, forgetAttempts } from './throttles';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const limit = { name: 'sign-in:account', key: 'ada', attempts: 3, windowSeconds: 60 };

test('concurrent attempts count as one each, and those above the limit have to wait', async () => {
  const { client: db } = database;
  const waits = await Promise.all(Array.from({ length: 5 }, () => countAttempt(db, limit)));
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(3);
  for (const seconds of waits.filter((one) => one > 0)) {
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
  }
  expect(await countAttempt(db, { ...limit, key: 'grace' })).toBe(0);
  expect(await countAttempt(db, { ...limit, name: 'reset:account' })).toBe(0);
});

test('whoever tries during the wait waits no longer, and starts over when it has ended', async () => {
  const { client: db } = database;
  const where = { key: 'sign-in:account:ada' };
  const before = await db.throttle.findUniqueOrThrow({ where });
  expect(await countAttempt(db, limit)).toBeGreaterThan(0);
  const during = await db.throttle.findUniqueOrThrow({ where });
  expect(during).toEqual({ ...before, points: before.points + 1 });
  await db.throttle.update({ where, data: { expire: new Date(Date.now() - 1) } });
  expect(await countAttempt(db, limit)).toBe(0);
  const after = await db.throttle.findUniqueOrThrow({ where });
  expect(after.points).toBe(1);
  expect(after.expire?.getTime()).toBeGreaterThan(Date.now());
});

test('attempts are forgotten at once, and those of ended windows by the scheduled work', async () => {
  const { client: db } = database;
  await forgetAttempts(db, limit);
  expect(await db.throttle.findUnique({ where: { key: 'sign-in:account:ada' } })).toBeNull();
  await db.throttle.updateMany({ data: { expire: new Date(Date.now() - 1) } });
  await countAttempt(db, limit);
  await deleteOldThrottles(db);
  expect((await db.throttle.findMany()).map(({ key }) => key)).toEqual(['sign-in:account:ada']);
});
