import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import { AppError } from '../../kit/app-error';
import { checkOwner } from '../checkout/check-owner';
import type { Deps } from '../deps';
import { changePassword } from '../identity/change-account';
import { confirmEmail } from '../identity/confirm-email';
import { requestReset, resetPassword } from '../identity/reset-password';
import { checkPassword } from '../identity/sign-in';
import { signUp } from '../identity/sign-up';
import { LIMITS } from './throttle-limits';

let people: IdentityWorld;
/** As without TRUSTED_PROXIES: no header says where a request comes from. */
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = { ...people.deps, requestAddress: async () => null };
});
afterAll(() => people.stop());

/** Without the slow part, and without the work that follows the answer. */
const quick = (): Deps => ({
  ...deps,
  passwords: { ...deps.passwords, verify: async () => false, hash: async () => 'x' },
  later: () => {},
});

describe('without trusted addresses', () => {
  test('however much one caller asks for, everybody else has what is theirs', async () => {
    const { email } = await people.somebody();
    const flood = quick();
    await requestReset(flood, 'victim@example.com');
    await checkPassword(flood, { email: 'victim@example.com', password: 'wrong' });
    await signUp(flood, { name: 'A', email: 'victim@example.com', password: PASSWORD });
    // As after a million of them: whatever they are counted by is used up.
    await deps.db.throttle.updateMany({ data: { points: 1_000_000 } });
    expect((await requestReset(deps, 'victim@example.com')).kind).toBe('wait');
    expect(await requestReset(deps, email)).toEqual({ kind: 'check-mail' });
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('ok');
    const input = { name: 'Ada', email: 'somebody-new@example.com', password: PASSWORD };
    expect((await signUp(deps, input)).kind).toBe('signed-up');
    await people.settled();
  });

  test('wrong passwords for one account are limited', async () => {
    const kinds = new Set<string>();
    for (let n = 0; n < 12; n += 1) {
      const wrong = { email: 'guessed@example.com', password: 'wrong' };
      kinds.add((await checkPassword(quick(), wrong)).kind);
    }
    expect([...kinds]).toEqual(['wrong', 'wait']);
  });

  test('who was in this browser before signs in and resets, however often others failed', async () => {
    const { email } = await people.somebody();
    for (let n = 0; n < 110; n += 1) await checkPassword(quick(), { email, password: 'wrong' });
    for (let n = 0; n < 25; n += 1) await requestReset(quick(), email);
    const browser = { email, id: 'browser-of-the-owner' };
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('wait');
    expect((await requestReset(deps, email)).kind).toBe('wait');
    const own = await checkPassword(deps, { email, password: PASSWORD, browser });
    expect(own.kind).toBe('ok');
    expect(await requestReset(deps, email, browser)).toEqual({ kind: 'check-mail' });
    await people.settled();
  });

  test('a browser that was in another account gets no more tries by that', async () => {
    const { email } = await people.somebody();
    const browser = { email: 'mallory@example.com', id: 'browser-of-mallory' };
    let last = '';
    for (let n = 0; n < 11; n += 1) {
      last = (await checkPassword(quick(), { email, password: 'wrong', browser })).kind;
    }
    expect(last).toBe('wait');
  });

  test('a stolen mark of a browser takes ten tries and no more', async () => {
    const { email } = await people.somebody();
    const browser = { email, id: 'stolen' };
    let last = '';
    for (let n = 0; n < 11; n += 1) {
      last = (await checkPassword(quick(), { email, password: 'wrong', browser })).kind;
    }
    expect(last).toBe('wait');
  });

  test('no action counts all callers together', () => {
    for (const [action, limits] of Object.entries(LIMITS)) {
      expect(['account', 'anywhere', 'address'], action).toEqual(
        expect.arrayContaining(Object.keys(limits)),
      );
    }
  });
});

describe('when more passwords are to be checked than can be', () => {
  const busy = (): Deps => {
    const refuse = () => Promise.reject(new AppError('busy', 'Too many.'));
    return { ...deps, passwords: { ...deps.passwords, hash: refuse, verify: refuse } };
  };
  const wait = {
    kind: 'wait',
    message: expect.stringContaining('5 seconds'),
    retryAfterSeconds: 5,
  };

  test('everything that needs one says when to come back, and uses nothing up', async () => {
    const { email, id } = await people.somebody();
    const asker = await people.newSession(id);
    await requestReset(deps, email);
    await people.settled();
    const token = await people.lastToken(email);
    const given = { email, password: PASSWORD };
    expect(await checkPassword(busy(), given)).toEqual(wait);
    expect(await signUp(busy(), { ...given, email: 'late@example.com', name: 'A' })).toEqual(wait);
    expect(await resetPassword(busy(), { token, password: 'a phrase of my own' })).toEqual(wait);
    expect(await checkOwner(busy(), { ...asker, password: PASSWORD })).toEqual(wait);
    const change = { ...asker, current: PASSWORD, password: 'a phrase of my own' };
    expect(await changePassword(busy(), change)).toEqual(wait);
    const reset = await resetPassword(deps, { token, password: 'a phrase of my own' });
    expect(reset.kind).toBe('changed');
  });

  test('a link that takes the password can be used again', async () => {
    const { email } = await people.somebody();
    const link = { token: await people.lastToken(email), signedInUserId: null, password: PASSWORD };
    expect(await confirmEmail(busy(), link)).toEqual(wait);
    expect((await confirmEmail(deps, link)).kind).toBe('confirmed');
  });

  test('those who are signed in have places of their own', async () => {
    const { id, email } = await people.somebody();
    const asker = await people.newSession(id);
    const flood = Array.from({ length: 100 }, (_, n) =>
      checkPassword(deps, { email: `flood-${n}@example.com`, password: 'wrong' }),
    );
    expect((await checkOwner(deps, { ...asker, password: PASSWORD })).kind).toBe('ok');
    const browser = { email, id: 'own' };
    expect((await checkPassword(deps, { email, password: PASSWORD, browser })).kind).toBe('ok');
    const kinds = (await Promise.all(flood)).map(({ kind }) => kind);
    expect(kinds).toContain('wait');
    expect(kinds).toContain('wrong');
  });
});
