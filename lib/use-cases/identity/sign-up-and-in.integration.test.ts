import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import { findUser } from '../../db/users';
import type { Deps } from '../deps';
import { confirmEmail, readConfirmation } from './confirm-email';
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

describe('signing up', () => {
  test('a new address is signed up at once and gets one link that confirms it once', async () => {
    const { outcome, email, id } = await somebody();
    expect(outcome.kind).toBe('signed-up');
    const token = await lastToken(email);
    const link = { token, signedInUserId: id, password: '' };
    expect(await readConfirmation(deps, link)).toEqual({ kind: 'open', email, proof: 'session' });
    expect((await findUser(deps.db, id))?.emailVerified).toBeNull();
    expect(await confirmEmail(deps, link)).toMatchObject({ kind: 'confirmed', enters: 'no' });
    expect((await findUser(deps.db, id))?.emailVerified).not.toBeNull();
    expect(await confirmEmail(deps, link)).toEqual({ kind: 'over' });
  });

  test('a taken address looks the same as a new one where mail comes first; its owner is notified', async () => {
    const first = { settings: { ...deps.settings, signUp: 'confirm-first' as const } };
    const fresh = await somebody(first);
    const again = await signUp(
      { ...deps, ...first },
      { name: 'Mallory', email: fresh.email, password: 'quite another one' },
    );
    await settled();
    expect(again).toEqual(fresh.outcome);
    expect((await mailTo(fresh.email)).map((mail) => mail.kind)).toEqual([
      'confirm-email',
      'account-exists',
    ]);
    expect((await findUser(deps.db, fresh.id))?.name).toBe('Grace Hopper');
  });

  test('where mail comes first, its link and the password sign in, once', async () => {
    const first = { ...deps, settings: { ...deps.settings, signUp: 'confirm-first' as const } };
    const { email, id } = await somebody(first);
    const link = { token: await lastToken(email), signedInUserId: null, password: PASSWORD };
    expect(await confirmEmail(first, link)).toMatchObject({ kind: 'confirmed', enters: 'yes' });
    const entries = await deps.db.auditEntry.findMany({
      where: { actor: id, action: 'account.signed-in' },
    });
    expect(entries.map(({ details }) => details)).toEqual([{ by: 'confirm-link' }]);
    expect(await confirmEmail(first, link)).toEqual({ kind: 'over' });
  });

  test('a link in a mailbox gives its address to nobody’s account but its reader’s', async () => {
    // Mallory signs up with somebody else's address and waits for them to press the button.
    const { email, id } = await somebody();
    const link = { token: await lastToken(email), signedInUserId: null };
    const pressed = await confirmEmail(deps, { ...link, password: 'what its reader would type' });
    expect(pressed.kind).toBe('wrong');
    expect((await findUser(deps.db, id))?.emailVerified).toBeNull();
  });

  test('where mail comes first, the password just chosen does not reveal that the address was free', async () => {
    const first = { ...deps, settings: { ...deps.settings, signUp: 'confirm-first' as const } };
    const { email } = await somebody(first);
    expect(await checkPassword(first, { email, password: PASSWORD })).toEqual({ kind: 'wrong' });
    await settled();
    // Its owner gets another link, so that nobody is stuck.
    expect((await mailTo(email)).map((mail) => mail.kind)).toEqual([
      'confirm-email',
      'confirm-email',
    ]);
  });

  test('a name typed by a stranger is not in what is mailed to the address', async () => {
    const email = 'spammed@example.com';
    const name = 'Win a prize at evil.example';
    await signUp(deps, { name, email, password: PASSWORD });
    expect(JSON.stringify(await mailTo(email))).not.toContain('evil.example');
  });

  test('only the hash of a token is kept', async () => {
    const { email } = await somebody();
    const token = await lastToken(email);
    const rows = await deps.db.verificationToken.findMany();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test.each(['1234567890', 'aaaaaaaaaaaa', 'short'])(
    'the password %s is refused',
    async (password) => {
      const outcome = await signUp(deps, { name: 'A', email: 'weak@example.com', password });
      expect(outcome.kind).toBe('invalid');
    },
  );
});

describe('the same slow work is done', () => {
  /** Counts what takes long, and holds back what comes after the answer. */
  function watched(signUp: 'instant' | 'confirm-first' = 'confirm-first') {
    const did: string[] = [];
    const { hash, verify } = deps.passwords;
    const given: Deps = {
      ...deps,
      settings: { ...deps.settings, signUp },
      passwords: {
        ...deps.passwords,
        hash: (password) => {
          did.push('hash');
          return hash(password);
        },
        verify: (known, password) => {
          did.push('verify');
          return verify(known, password);
        },
      },
      mail: {
        queue: async () => {
          did.push('mail');
        },
      },
      later: () => void did.push('later'),
    };
    return { given, did };
  }

  test('for a wrong password, an unknown address, one too long, and an account being closed', async () => {
    const known = await somebody();
    const closing = await somebody();
    await deps.db.user.update({ where: { id: closing.id }, data: { closingAt: new Date() } });
    for (const [email, password] of [
      [known.email, 'wrong wrong wrong'],
      [known.email, 'x'.repeat(1000)],
      ['nobody-at-all@example.com', PASSWORD],
      [`${'x'.repeat(300)}@example.com`, PASSWORD],
      [closing.email, PASSWORD],
    ] as const) {
      const { given, did } = watched();
      expect(await checkPassword(given, { email, password })).toEqual({ kind: 'wrong' });
      expect(
        did.filter((work) => work !== 'later'),
        email.slice(0, 40),
      ).toEqual(['verify']);
    }
  });

  test('for signing up with a free address and a taken one, where mail comes first', async () => {
    const { email } = await somebody();
    for (const to of [email, 'free-address@example.com']) {
      const { given, did } = watched();
      const outcome = await signUp(given, { name: 'Grace', email: to, password: PASSWORD });
      expect(outcome).toEqual({ kind: 'check-mail', email: to });
      expect(did, to).toEqual(['hash', 'later']);
    }
  });

  test('for a new password of an account and of none', async () => {
    const { email } = await somebody();
    for (const to of [email, 'nobody-to-reset@example.com']) {
      const { given, did } = watched();
      expect(await requestReset(given, to)).toEqual({ kind: 'check-mail' });
      expect(did, to).toEqual(['later']);
    }
  });
});

/** Without the slow part of checking a password: what is counted is the same. */
const quick = (): Deps => ({
  ...deps,
  passwords: { ...deps.passwords, verify: async () => false },
});

describe('throttling', () => {
  test('after ten wrong passwords an account waits, with the same words when there is none', async () => {
    const { email } = await somebody();
    const attempt = (to: string) =>
      checkPassword(deps, { email: to, password: 'wrong wrong wrong' });
    for (const to of [email, 'nobody@example.com']) {
      for (let n = 0; n < 10; n += 1) expect(await attempt(to)).toEqual({ kind: 'wrong' });
    }
    const known = await attempt(email);
    expect(known).toMatchObject({ kind: 'wait' });
    expect(await attempt('nobody@example.com')).toEqual({
      ...known,
      retryAfterSeconds: expect.any(Number),
    });
    // The right password does not help meanwhile: otherwise further tries would reveal it.
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('wait');
  });

  test('attempts at once are all counted', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 14 }, () =>
        checkPassword(deps, { email: 'burst@example.com', password: 'wrong wrong wrong' }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'wait')).toHaveLength(4);
  });

  test('one address that tries many accounts waits; another address does not', async () => {
    const from = (address: string) => ({ ...quick(), requestAddress: async () => address });
    let last = '';
    for (let n = 0; n < 61; n += 1) {
      const to = { email: `spray-${n}@example.com`, password: '' };
      last = (await checkPassword(from('203.0.113.9'), to)).kind;
    }
    expect(last).toBe('wait');
    const elsewhere = { email: 'spray-61@example.com', password: '' };
    expect((await checkPassword(from('203.0.113.10'), elsewhere)).kind).toBe('wrong');
  });

  test('success starts the count of the account over', async () => {
    const { email } = await somebody();
    for (let n = 0; n < 9; n += 1) await checkPassword(deps, { email, password: 'no' });
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('ok');
    for (let n = 0; n < 9; n += 1) {
      expect((await checkPassword(deps, { email, password: 'no' })).kind).toBe('wrong');
    }
  });

  test('the window ends', async () => {
    for (let n = 0; n < 11; n += 1) {
      await checkPassword(deps, { email: 'later@example.com', password: 'no' });
    }
    await deps.db.throttle.updateMany({ data: { expire: new Date(Date.now() - 1000) } });
    const after = await checkPassword(deps, { email: 'later@example.com', password: 'no' });
    expect(after.kind).toBe('wrong');
  });

  test('from many addresses, one account is tried a hundred times and no more', async () => {
    let last = '';
    for (let n = 0; n < 101; n += 1) {
      const from = { ...quick(), requestAddress: async () => `198.51.100.${n}` };
      last = (await checkPassword(from, { email: 'wide@example.com', password: '' })).kind;
    }
    expect(last).toBe('wait');
  });

  test('choosing a new password by the link lets its owner in at once, whoever tried before', async () => {
    const { email } = await somebody();
    for (let n = 0; n < 11; n += 1) await checkPassword(deps, { email, password: 'no' });
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('wait');
    await requestReset(deps, email);
    await settled();
    await resetPassword(deps, { token: await lastToken(email), password: 'a phrase of my own' });
    const outcome = await checkPassword(deps, { email, password: 'a phrase of my own' });
    expect(outcome.kind).toBe('ok');
  });

  test('no address and no email stands in the table', async () => {
    await checkPassword(deps, { email: 'private@example.com', password: 'no' });
    const rows = JSON.stringify(await deps.db.throttle.findMany());
    expect(rows).not.toContain('private');
  });
});
