import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import { createVault } from '../../auth/vault';
import { findSession } from '../../db/sessions';
import type { Deps } from '../deps';
import {
  checkSecondFactor,
  prepareSecondFactor,
  switchOffSecondFactor,
  switchOnSecondFactor,
} from './second-factor';
import { checkPassword } from './sign-in';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

type Asker = Awaited<ReturnType<IdentityWorld['newSession']>>;

/** What the page of a session shows. */
async function shown(asker: Asker): Promise<{ secret: string; code: string }> {
  const prepared = await prepareSecondFactor(deps, asker);
  if (prepared.kind !== 'prepared') throw new Error('It is on already.');
  const { secret } = prepared;
  return { secret, code: new TOTP({ secret }).generate() };
}

async function withSecondFactor() {
  const person = await people.somebody();
  const asker = await people.newSession(person.id);
  const prepared = await shown(asker);
  const totp = new TOTP({ secret: prepared.secret });
  // The next step's, unless asked otherwise: still taken when a busy machine needs so long that it has begun.
  const code = (steps = 1) => totp.generate({ timestamp: Date.now() + steps * 30_000 });
  const on = await switchOnSecondFactor(deps, { ...asker, code: code(0), password: PASSWORD });
  if (on.kind !== 'on') throw new Error(on.kind);
  return { ...person, code, secret: prepared.secret, recoveryCodes: on.recoveryCodes };
}

describe('the second factor', () => {
  test('a right password alone does not sign in any more', async () => {
    const { email, id } = await withSecondFactor();
    expect(await checkPassword(deps, { email, password: PASSWORD })).toEqual({
      kind: 'second-factor',
      userId: id,
    });
  });

  test('each code works once', async () => {
    const { id, code } = await withSecondFactor();
    const now = code();
    expect(await checkSecondFactor(deps, { userId: id, code: now })).toEqual({ kind: 'ok' });
    expect(await checkSecondFactor(deps, { userId: id, code: now })).toEqual({ kind: 'wrong' });
  });

  test('a recovery code works once, however it is typed, and its owner is notified', async () => {
    const { id, email, recoveryCodes } = await withSecondFactor();
    const typed = ` ${(recoveryCodes[0] ?? '').replaceAll('-', ' ').toUpperCase()}`;
    expect(await checkSecondFactor(deps, { userId: id, code: typed })).toEqual({ kind: 'ok' });
    expect(await checkSecondFactor(deps, { userId: id, code: typed })).toEqual({ kind: 'wrong' });
    expect((await people.mailTo(email)).at(-1)?.kind).toBe('recovery-code-used');
  });

  test('guessing is stopped after five tries', async () => {
    const { id } = await withSecondFactor();
    const tries = [];
    for (let n = 0; n < 6; n += 1) {
      tries.push((await checkSecondFactor(deps, { userId: id, code: '000000' })).kind);
    }
    expect(tries.at(-1)).toBe('wait');
  });

  test('guessing from many addresses is stopped after ten', async () => {
    const { id } = await withSecondFactor();
    const tries = [];
    for (let n = 0; n < 11; n += 1) {
      const from = { ...deps, requestAddress: async () => `203.0.113.${n}` };
      tries.push((await checkSecondFactor(from, { userId: id, code: '000000' })).kind);
    }
    expect(tries.at(-1)).toBe('wait');
  });

  test('a borrowed browser can not switch it on: the password is asked for', async () => {
    const { id } = await people.somebody();
    const asker = await people.newSession(id);
    const { code } = await shown(asker);
    const outcome = await switchOnSecondFactor(deps, { ...asker, code, password: 'a guess' });
    expect(outcome.kind).toBe('wrong');
  });

  test('switching it on signs every other browser out', async () => {
    const { id } = await people.somebody();
    const [here, elsewhere] = [await people.newSession(id), await people.newSession(id)];
    const { code } = await shown(here);
    await switchOnSecondFactor(deps, { ...here, code, password: PASSWORD });
    expect(await findSession(deps.db, elsewhere.sessionId)).toBeNull();
    expect(await findSession(deps.db, here.sessionId)).not.toBeNull();
  });

  test('switched on by two browsers at once, the codes that are shown are the ones that count', async () => {
    const { id } = await people.somebody();
    const [one, other] = [await people.newSession(id), await people.newSession(id)];
    const outcomes = await Promise.all(
      [one, other].map(async (asker) => {
        const { code } = await shown(asker);
        return switchOnSecondFactor(deps, { ...asker, code, password: PASSWORD });
      }),
    );
    const on = outcomes.filter((outcome) => outcome.kind === 'on');
    expect(on).toHaveLength(1);
    const recovery = on[0]?.recoveryCodes[0] ?? '';
    expect((await checkSecondFactor(deps, { userId: id, code: recovery })).kind).toBe('ok');
  });

  test('after the session secret was changed, recovery codes still sign in', async () => {
    const { id, code, recoveryCodes } = await withSecondFactor();
    const changed = { ...deps, vault: createVault('another-secret-that-is-long-enough-12') };
    expect((await checkSecondFactor(changed, { userId: id, code: code() })).kind).toBe('wrong');
    const outcome = await checkSecondFactor(changed, { userId: id, code: recoveryCodes[0] ?? '' });
    expect(outcome.kind).toBe('ok');
  });

  test('neither the secret nor a recovery code is stored in plain text', async () => {
    const { secret, recoveryCodes } = await withSecondFactor();
    const rows = JSON.stringify([
      await deps.db.user.findMany(),
      await deps.db.recoveryCode.findMany(),
    ]);
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain((recoveryCodes[0] ?? '').replaceAll('-', ''));
    // Five bits each: more than the 112 that make a plain hash of it safe.
    for (const one of recoveryCodes) expect(one).toMatch(/^([a-z0-9]{6}-){3}[a-z0-9]{6}$/);
    expect(new Set(recoveryCodes).size).toBe(10);
  });

  test('switched off, the password is enough again', async () => {
    const { id, email } = await withSecondFactor();
    const asker = await people.newSession(id);
    expect((await switchOffSecondFactor(deps, { ...asker, password: 'no' })).kind).toBe('wrong');
    await switchOffSecondFactor(deps, { ...asker, password: PASSWORD });
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('ok');
  });
});
