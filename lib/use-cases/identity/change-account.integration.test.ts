import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import { deleteExpiredSessions, findSession } from '../../db/sessions';
import { issueToken } from '../../db/tokens';
import { findUser, findUserByEmail } from '../../db/users';
import type { Deps } from '../deps';
import { askNewEmail, changeName, changePassword } from './change-account';
import { confirmEmail } from './confirm-email';
import { endOneSession, endOtherSessions, viewSessions } from './manage-sessions';
import { requestReset, resetPassword } from './reset-password';
import { checkPassword } from './sign-in';
import { signUp } from './sign-up';

let people: IdentityWorld;
let deps: Deps;
const somebody: IdentityWorld['somebody'] = (given) => people.somebody(given);
const settled = () => people.settled();
const mailTo = (to: string) => people.mailTo(to);
const lastToken = (to: string) => people.lastToken(to);

beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

describe('forgotten password', () => {
  test('the answer is the same with and without an account; only the owner gets a link', async () => {
    const { email } = await somebody();
    expect(await requestReset(deps, email)).toEqual(await requestReset(deps, 'no-one@example.com'));
    await settled();
    expect((await mailTo(email)).at(-1)?.kind).toBe('reset-password');
    expect(await mailTo('no-one@example.com')).toEqual([]);
  });

  test('the link sets the password once, ends every session, and the old password is over', async () => {
    const { email, id } = await somebody();
    const session = await people.newSession(id);
    await requestReset(deps, email);
    await settled();
    const token = await lastToken(email);
    const changed = await resetPassword(deps, { token, password: 'a new pass phrase' });
    expect(changed).toMatchObject({ kind: 'changed', userId: id });
    expect(await findSession(deps.db, session.sessionId)).toBeNull();
    const entries = await deps.db.auditEntry.findMany({
      where: { actor: id, action: 'account.signed-in' },
    });
    expect(entries.map(({ details }) => details)).toEqual([{ by: 'reset-link' }]);
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('wrong');
    expect((await checkPassword(deps, { email, password: 'a new pass phrase' })).kind).toBe('ok');
    expect(await resetPassword(deps, { token, password: 'yet another one' })).toEqual({
      kind: 'over',
    });
    expect((await mailTo(email)).at(-1)?.kind).toBe('password-changed');
  });

  test('of two uses at once one counts', async () => {
    const { email } = await somebody();
    await requestReset(deps, email);
    await settled();
    const token = await lastToken(email);
    const both = await Promise.all(
      ['first new phrase', 'second new phrase'].map((password) =>
        resetPassword(deps, { token, password }),
      ),
    );
    expect(both.map((outcome) => outcome.kind).sort()).toEqual(['changed', 'over']);
  });

  test('an expired link and one of another purpose are refused', async () => {
    const { email, id } = await somebody();
    const old = await issueToken(deps.db, {
      userId: id,
      purpose: 'reset-password',
      email,
      validMinutes: -1,
    });
    expect(await resetPassword(deps, { token: old, password: PASSWORD })).toEqual({ kind: 'over' });
    const other = await issueToken(deps.db, {
      userId: id,
      purpose: 'confirm-email',
      email,
      validMinutes: 5,
    });
    expect(await resetPassword(deps, { token: other, password: PASSWORD })).toEqual({
      kind: 'over',
    });
  });

  test('the first proof of a mailbox signs out whoever created the account before its owner', async () => {
    const { email, id } = await somebody();
    await deps.db.account.create({
      data: { userId: id, type: 'oauth', provider: 'github', providerAccountId: 'mallory' },
    });
    await requestReset(deps, email);
    await settled();
    await resetPassword(deps, { token: await lastToken(email), password: 'the owner is here' });
    expect(await deps.db.account.count({ where: { userId: id } })).toBe(0);
    expect((await findUser(deps.db, id))?.emailVerified).not.toBeNull();
  });
});

describe('changing an account', () => {
  test('a new name reaches the gateway', async () => {
    const { id } = await somebody();
    expect(await changeName(deps, { userId: id, name: 'Grace B. Hopper' })).toEqual({
      kind: 'done',
    });
    const users = await fetch(
      `${people.world.emulators.armUrl}/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim/users/${id}?api-version=2024-05-01`,
      { headers: { authorization: 'Bearer token-of-tests' } },
    );
    expect(await users.json()).toMatchObject({ properties: { lastName: 'B. Hopper' } });
  });

  test('a new email counts when it is confirmed, is announced at the old one and reaches the gateway', async () => {
    const { email, id } = await somebody();
    const wanted = `new-${email}`;
    const asked = await askNewEmail(deps, {
      ...(await people.newSession(id)),
      email: wanted,
      password: PASSWORD,
    });
    expect(asked).toEqual({ kind: 'done' });
    expect((await mailTo(email)).at(-1)?.kind).toBe('email-changing');
    expect((await findUser(deps.db, id))?.email).toBe(email);
    const link = { token: await lastToken(wanted), password: '' };
    // Whoever reads the new mailbox can't make it an account's by pressing the button.
    expect((await confirmEmail(deps, { ...link, signedInUserId: null })).kind).toBe('wrong');
    expect((await confirmEmail(deps, { ...link, signedInUserId: 'somebody' })).kind).toBe('wrong');
    expect((await confirmEmail(deps, { ...link, signedInUserId: id })).kind).toBe('confirmed');
    expect((await findUser(deps.db, id))?.email).toBe(wanted);
    expect((await mailTo(email)).at(-1)?.kind).toBe('email-changed');
    expect((await deps.gateway.readUser(id))?.email).toBe(wanted);
  });

  test('a new email needs the password, and does not reveal another account', async () => {
    const one = await somebody();
    const other = await somebody();
    const wrong = await askNewEmail(deps, {
      ...(await people.newSession(one.id)),
      email: 'x@example.com',
      password: 'no',
    });
    expect(wrong).toMatchObject({ kind: 'invalid', field: 'current' });
    const taken = await askNewEmail(deps, {
      ...(await people.newSession(one.id)),
      email: other.email,
      password: PASSWORD,
    });
    expect(taken).toEqual({ kind: 'done' });
    expect((await mailTo(other.email)).at(-1)?.kind).toBe('account-exists');
  });

  test('a new password ends every other session and not this one', async () => {
    const { id } = await somebody();
    const here = await people.newSession(id);
    const elsewhere = await people.newSession(id);
    const outcome = await changePassword(deps, {
      ...here,
      current: PASSWORD,
      password: 'another good phrase',
    });
    expect(outcome).toEqual({ kind: 'done' });
    expect(await findSession(deps.db, elsewhere.sessionId)).toBeNull();
    expect(await findSession(deps.db, here.sessionId)).not.toBeNull();
  });

  test('a leaked password is refused wherever one is chosen, and whoever asks is throttled', async () => {
    const asked: string[] = [];
    const isLeaked = async (password: string) => {
      asked.push(password);
      return password === 'leaked long ago';
    };
    const given: Deps = { ...deps, passwords: { ...deps.passwords, isLeaked } };
    const { id, email } = await somebody();
    const here = await people.newSession(id);
    const change = { ...here, current: PASSWORD, password: 'leaked long ago' };
    const refused = {
      kind: 'invalid',
      message: expect.stringContaining('has appeared in a data leak'),
    };
    expect(await changePassword(given, change)).toMatchObject({ ...refused, field: 'password' });
    await requestReset(given, email);
    await settled();
    const token = await lastToken(email);
    expect(await resetPassword(given, { token, password: 'leaked long ago' })).toMatchObject(
      refused,
    );
    const newcomer = { name: 'Grace', email: 'new@example.com', password: 'leaked long ago' };
    expect(await signUp(given, newcomer)).toMatchObject({
      kind: 'invalid',
      problems: [
        { field: 'password', message: expect.stringContaining('has appeared in a data leak') },
      ],
    });
    expect(await findUserByEmail(deps.db, newcomer.email)).toBeNull();
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('ok');
    // The link still works, and the leaked-passwords server is not asked for somebody who doesn't know the old
    // password.
    expect((await resetPassword(given, { token, password: 'not leaked so far' })).kind).toBe(
      'changed',
    );
    const wrong = { ...(await people.newSession(id)), current: 'no', password: 'leaked long ago' };
    const before = asked.length;
    expect(await changePassword(given, wrong)).toMatchObject({ field: 'current' });
    expect(asked).toHaveLength(before);
  });

  test('other sessions are ended with the password, one or all', async () => {
    const { id } = await somebody();
    const here = await people.newSession(id);
    const { sessionId: endId } = await people.newSession(id);
    await people.newSession(id);
    const guessed = { ...here, password: 'a guess of a thief' };
    expect(await endOtherSessions(deps, guessed)).toMatchObject({ kind: 'wrong' });
    expect(await endOneSession(deps, { ...guessed, endId })).toMatchObject({ kind: 'wrong' });
    expect(await viewSessions(deps, here)).toHaveLength(3);
    const owner = { ...here, password: PASSWORD };
    expect(await endOneSession(deps, { ...owner, endId })).toEqual({ kind: 'ok' });
    expect(await findSession(deps.db, endId)).toBeNull();
    expect(await viewSessions(deps, here)).toHaveLength(2);
    expect(await endOtherSessions(deps, owner)).toEqual({ kind: 'ok' });
    expect(await viewSessions(deps, here)).toMatchObject([{ isThis: true }]);
  });

  test('who has no password ends other sessions soon after a sign-in, and not later', async () => {
    const { id } = await somebody();
    await deps.db.user.update({ where: { id }, data: { passwordHash: null } });
    const here = await people.newSession(id);
    await people.newSession(id);
    const asked = { ...here, password: '' };
    const long = { ...asked, signedInAt: new Date(Date.now() - 11 * 60_000) };
    expect(await endOtherSessions(deps, long)).toMatchObject({ kind: 'wrong' });
    expect(await viewSessions(deps, here)).toHaveLength(2);
    expect(await endOtherSessions(deps, asked)).toEqual({ kind: 'ok' });
    expect(await viewSessions(deps, here)).toHaveLength(1);
  });

  test('one that nobody used for two weeks is none any more, in the list too', async () => {
    const { id } = await somebody();
    const here = await people.newSession(id);
    const idle = await people.newSession(id);
    const seen = (sessionId: string, days: number) =>
      deps.db.session.update({
        where: { id: sessionId },
        data: { seenAt: new Date(Date.now() - days * 24 * 3600_000) },
      });
    await seen(here.sessionId, 13.9);
    await seen(idle.sessionId, 14.1);
    expect(await findSession(deps.db, here.sessionId)).not.toBeNull();
    expect(await findSession(deps.db, idle.sessionId)).toBeNull();
    expect(await viewSessions(deps, here)).toMatchObject([{ isThis: true }]);
    await deleteExpiredSessions(deps.db);
    expect(await deps.db.session.count({ where: { userId: id } })).toBe(1);
  });
});
