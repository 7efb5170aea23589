import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import type { Deps } from '../deps';
import { confirmEmail } from './confirm-email';
import {
  linkProvider,
  type ProviderIdentity,
  signInWithProvider,
  unlinkProvider,
  viewLinkedAccounts,
} from './linked-accounts';
import { sendFirstPassword } from './reset-password';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

const identity = (given: Partial<ProviderIdentity>): ProviderIdentity => ({
  provider: 'github',
  providerName: 'GitHub',
  providerAccountId: `gh-${given.email}`,
  email: null,
  isEmailProven: true,
  name: 'Octo Cat',
  ...given,
});

async function madeByProvider(email: string) {
  const made = await signInWithProvider(deps, identity({ email }));
  if (made.kind !== 'ok') throw new Error(made.kind);
  return made.userId;
}

const unlink = async (userId: string, provider = 'github', password = PASSWORD) =>
  unlinkProvider(deps, {
    ...(await people.newSession(userId)),
    provider,
    providerName: 'GitHub',
    password,
  });

describe('signing in with a provider', () => {
  test('a new person gets an account, and comes back to it whatever the email says then', async () => {
    const who = identity({ email: 'octo@example.com' });
    const first = await signInWithProvider(deps, who);
    expect(first.kind).toBe('ok');
    const again = await signInWithProvider(deps, { ...who, email: 'else@example.com' });
    expect(again).toEqual(first);
  });

  test('two tabs at once make one account', async () => {
    const who = identity({ email: 'tabs@example.com' });
    const both = await Promise.all([1, 2].map(() => signInWithProvider(deps, who)));
    expect(both[0]).toMatchObject({ kind: 'ok' });
    expect(both[1]).toEqual(both[0]);
  });

  test.each([false, true])(
    'an account with this email (confirmed: %s) is entered by its own means first, never joined',
    async (isConfirmed) => {
      const { email, id } = await people.somebody();
      const [mail] = await people.mailTo(email);
      const token = /token=([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
      if (isConfirmed) await confirmEmail(deps, { token, signedInUserId: id, password: '' });
      const outcome = await signInWithProvider(deps, identity({ email }));
      expect(outcome).toEqual({ kind: 'link-first', userId: id });
      expect(await viewLinkedAccounts(deps, id)).toEqual([]);
    },
  );

  test('an email that the provider has not proven opens nothing', async () => {
    const given = { email: 'unproven@example.com', isEmailProven: false };
    expect((await signInWithProvider(deps, identity(given))).kind).toBe('email-not-proven');
  });
});

describe('linking a provider', () => {
  test('notifies the owner, and then signs in', async () => {
    const { email, id } = await people.somebody();
    const who = identity({ email: 'another@example.com' });
    expect(await linkProvider(deps, { userId: id, identity: who })).toBe('linked');
    expect((await people.mailTo(email)).at(-1)?.kind).toBe('provider-linked');
    expect(await signInWithProvider(deps, who)).toEqual({ kind: 'ok', userId: id });
  });

  test('one that belongs to another account stays there', async () => {
    const owner = await madeByProvider('owned@example.com');
    const { id } = await people.somebody();
    const taken = identity({ email: 'owned@example.com' });
    expect(await linkProvider(deps, { userId: id, identity: taken })).toBe('linked-elsewhere');
    expect(await signInWithProvider(deps, taken)).toEqual({ kind: 'ok', userId: owner });
  });
});

describe('removing a provider', () => {
  test('requires the password, and notifies its owner', async () => {
    const { email, id } = await people.somebody();
    const who = identity({ email: 'gone@example.com' });
    await linkProvider(deps, { userId: id, identity: who });
    expect((await unlink(id, 'github', 'a guess')).kind).toBe('wrong');
    expect((await unlink(id)).kind).toBe('done');
    expect((await people.mailTo(email)).at(-1)?.kind).toBe('provider-unlinked');
    expect((await signInWithProvider(deps, who)).kind).toBe('ok');
  });

  test('the last way in stays, also when two are removed at once', async () => {
    const userId = await madeByProvider('only@example.com');
    expect((await unlink(userId)).kind).toBe('last-way-in');
    const google = identity({ provider: 'google', email: 'only-google@example.com' });
    await linkProvider(deps, { userId, identity: google });
    const both = await Promise.all([unlink(userId, 'github'), unlink(userId, 'google')]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['done', 'last-way-in']);
  });
});

test('a first password comes by a link to the mailbox, and only where there is none', async () => {
  const email = 'first@example.com';
  await sendFirstPassword(deps, await madeByProvider(email));
  expect((await people.mailTo(email)).at(-1)?.kind).toBe('set-password');
  const other = await people.somebody();
  await sendFirstPassword(deps, other.id);
  expect((await people.mailTo(other.email)).map(({ kind }) => kind)).toEqual(['confirm-email']);
});
