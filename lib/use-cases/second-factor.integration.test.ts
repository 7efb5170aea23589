import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../testing/identity-world';
import type { Deps } from './deps';
import { ensureGatewayUser } from './ensure-gateway-user';
import { repairGatewayUsers } from './keep-gateway-user';
import { type ProviderIdentity, signInWithProvider, unlinkProvider } from './linked-accounts';
import { matchPortalUser } from './match-portal-user';
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

async function withSecondFactor() {
  const person = await people.somebody();
  const prepared = await prepareSecondFactor(deps, person.id);
  if (prepared.kind !== 'prepared') throw new Error('It is on already.');
  const totp = new TOTP({ secret: prepared.secret });
  const code = (steps = 0) => totp.generate({ timestamp: Date.now() + steps * 30_000 });
  const on = await switchOnSecondFactor(deps, { userId: person.id, code: code(-1) });
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

  test('a recovery code works once, however it is typed, and its owner is told', async () => {
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

  test('neither the secret nor a recovery code stands in the database', async () => {
    const { secret, recoveryCodes } = await withSecondFactor();
    const rows = JSON.stringify([
      await deps.db.user.findMany(),
      await deps.db.recoveryCode.findMany(),
    ]);
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain((recoveryCodes[0] ?? '').replaceAll('-', ''));
  });

  test('switched off, the password is enough again', async () => {
    const { id, email } = await withSecondFactor();
    await switchOffSecondFactor(deps, id);
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('ok');
  });
});

describe('identity providers', () => {
  const identity = (given: Partial<ProviderIdentity>): ProviderIdentity => ({
    provider: 'github',
    providerName: 'GitHub',
    providerAccountId: `gh-${given.email}`,
    email: null,
    isEmailProven: true,
    name: 'Octo Cat',
    ...given,
  });

  test('a new person gets an account, and comes back to it whatever the e-mail says then', async () => {
    const who = identity({ email: 'octo@example.com' });
    const first = await signInWithProvider(deps, who, null);
    expect(first.kind).toBe('ok');
    const again = await signInWithProvider(deps, { ...who, email: 'else@example.com' }, null);
    expect(again).toEqual(first);
  });

  test('an account whose e-mail nobody proved is not joined: who made it may be somebody else', async () => {
    const { email } = await people.somebody();
    const outcome = await signInWithProvider(deps, identity({ email }), null);
    expect(outcome.kind).toBe('link-first');
  });

  test('an e-mail that the provider has not proven opens nothing', async () => {
    const { email, id } = await people.somebody();
    await deps.db.user.update({ where: { id }, data: { emailVerified: new Date() } });
    const outcome = await signInWithProvider(deps, identity({ email, isEmailProven: false }), null);
    expect(outcome.kind).toBe('email-not-proven');
  });

  test('proven on both sides it is joined, its owner is told, and the second factor still counts', async () => {
    const { email, id } = await withSecondFactor();
    await deps.db.user.update({ where: { id }, data: { emailVerified: new Date() } });
    const outcome = await signInWithProvider(deps, identity({ email }), null);
    expect(outcome).toEqual({ kind: 'second-factor', userId: id });
    expect((await people.mailTo(email)).at(-1)?.kind).toBe('provider-linked');
  });

  test('the last way in cannot be removed', async () => {
    const made = await signInWithProvider(deps, identity({ email: 'only@example.com' }), null);
    if (made.kind !== 'ok') throw new Error(made.kind);
    const outcome = await unlinkProvider(deps, { userId: made.userId, provider: 'github' });
    expect(outcome.kind).toBe('last-way-in');
  });
});

describe('users that the gateway knew before', () => {
  /** A user of a portal that keeps its own sign-in. */
  async function portalUser(email: string): Promise<string> {
    const id = `portal-${email.split('@')[0]}`;
    await deps.gateway.ensureUser({ id, email, name: 'Portal User' });
    return id;
  }

  test('are matched by e-mail once it is proven, and not before', async () => {
    const portalUserId = await portalUser('known@example.com');
    await deps.db.user.create({
      data: { id: 'ours-known', name: 'K', email: 'known@example.com' },
    });
    const match = () => matchPortalUser(deps, { userId: 'ours-known', portalUserId });
    expect(await match()).toBe('unconfirmed');
    await expect(ensureGatewayUser(deps, 'ours-known')).rejects.toMatchObject({
      code: 'email-taken',
    });
    await deps.db.user.update({ where: { id: 'ours-known' }, data: { emailVerified: new Date() } });
    expect(await match()).toBe('same');
    expect(await ensureGatewayUser(deps, 'ours-known')).toBe(portalUserId);
    expect(await match()).toBe('same');
    // Nobody else is.
    const { id } = await people.somebody();
    expect(await matchPortalUser(deps, { userId: id, portalUserId })).toBe('other');
  });

  test('the administrator is never anybody’s user', async () => {
    await deps.db.user.create({
      data: {
        id: 'ours-admin',
        name: 'A',
        email: 'mallory@example.com',
        emailVerified: new Date(),
      },
    });
    await expect(
      matchPortalUser(deps, { userId: 'ours-admin', portalUserId: '1' }),
    ).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('a user changed or deleted at the gateway is repaired', async () => {
    const { id, email } = await people.somebody();
    await deps.gateway.ensureUser({ id, email: `drifted-${email}`, name: 'Somebody Else' });
    await deps.db.user.update({ where: { id }, data: { gatewayCheckedAt: null } });
    await repairGatewayUsers(deps, 1000);
    expect((await deps.gateway.readUser(id))?.email).toBe(email);
    await deps.gateway.deleteUser(id);
    await deps.db.user.update({ where: { id }, data: { gatewayCheckedAt: null } });
    await repairGatewayUsers(deps, 1000);
    expect((await deps.gateway.readUser(id))?.email).toBe(email);
  });
});
