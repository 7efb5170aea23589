import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../scripts/vitest/fresh-database';
import { createSession, findSession } from './sessions';
import { createUser } from './users';

const DAY_MS = 24 * 3600_000;
const statements: string[] = [];
let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase({ onStatement: (sql) => statements.push(sql) });
});
afterAll(() => database.close());

test('who is signed in is one question, and an ended or unused session is nobody', async () => {
  const { client: db } = database;
  const user = await createUser(db, {
    id: 'ada',
    name: 'Ada',
    email: 'ada@example.com',
    passwordHash: null,
    emailVerified: new Date('2026-01-10T09:07:00Z'),
  });
  const expires = new Date(Date.now() + DAY_MS);
  const session = await createSession(db, { userId: user.id, expires, userAgent: null });

  statements.length = 0;
  const { id, name, email, emailVerified, totpSince, closingAt } = user;
  expect(await findSession(db, session.id)).toEqual({
    createdAt: session.createdAt,
    seenAt: session.seenAt,
    user: { id, name, email, emailVerified, totpSince, closingAt },
  });
  expect(statements).toHaveLength(1);

  const put = (data: { expires: Date } | { seenAt: Date }) =>
    db.session.update({ where: { id: session.id }, data });
  await put({ seenAt: new Date(Date.now() - 15 * DAY_MS) });
  expect(await findSession(db, session.id)).toBeNull();
  await put({ seenAt: new Date() });
  await put({ expires: new Date(Date.now() - 1) });
  expect(await findSession(db, session.id)).toBeNull();
});
