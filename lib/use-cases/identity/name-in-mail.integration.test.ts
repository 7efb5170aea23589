import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import { updateUser } from '../../db/users';
import type { Deps } from '../deps';
import { askNewEmail, changeName, changePassword } from './change-account';
import { closeAccount } from './close-account';
import { confirmEmail } from './confirm-email';
import { linkProvider, unlinkProvider } from './linked-accounts';
import { requestReset, resetPassword } from './reset-password';
import {
  checkSecondFactor,
  prepareSecondFactor,
  switchOffSecondFactor,
  switchOnSecondFactor,
} from './second-factor';
import { signUp } from './sign-up';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

const NEW_ADDRESS = 'win.a.prize.at.evil@spam.example';

/** Everything that sends a message about an account. */
async function causeEveryMessage(id: string, email: string): Promise<void> {
  await signUp(deps, { name: 'Somebody Else', email, password: PASSWORD });
  const asker = await people.newSession(id);
  await askNewEmail(deps, { ...asker, email: NEW_ADDRESS, password: PASSWORD });
  await askNewEmail(deps, { ...asker, email: 'taken@example.com', password: PASSWORD });
  const other = await people.somebody();
  const theirs = await people.newSession(other.id);
  await askNewEmail(deps, { ...theirs, email, password: PASSWORD });
  await changePassword(deps, { ...asker, current: PASSWORD, password: 'a phrase of my own' });
  await changePassword(deps, { ...asker, current: 'a phrase of my own', password: PASSWORD });
  const prepared = await prepareSecondFactor(deps, asker);
  if (prepared.kind !== 'prepared') throw new Error('It is on already.');
  const code = new TOTP({ secret: prepared.secret }).generate();
  const on = await switchOnSecondFactor(deps, { ...asker, code, password: PASSWORD });
  if (on.kind !== 'on') throw new Error(on.kind);
  await checkSecondFactor(deps, { userId: id, code: on.recoveryCodes[0] ?? '' });
  await switchOffSecondFactor(deps, { ...asker, password: PASSWORD });
  const identity = { provider: 'github', providerName: 'GitHub', providerAccountId: `gh-${id}` };
  await linkProvider(deps, { userId: id, identity });
  await unlinkProvider(deps, { ...asker, ...identity, password: PASSWORD });
  await requestReset(deps, email);
  await people.settled();
}

const sent = async (email: string) => {
  const mails = await people.mailTo(email);
  return { kinds: new Set(mails.map(({ kind }) => kind)), words: JSON.stringify(mails) };
};

const ABOUT_AN_ACCOUNT = [
  'account-exists',
  'email-changing',
  'password-changed',
  'second-factor-on',
  'second-factor-off',
  'recovery-code-used',
  'provider-linked',
  'provider-unlinked',
  'reset-password',
];

test('no message to an unproven mailbox contains words that a stranger chose', async () => {
  const { id, email } = await people.somebody();
  await updateUser(deps.db, id, { name: 'URGENT call Mallory' });
  await causeEveryMessage(id, email);
  const { kinds, words } = await sent(email);
  expect([...kinds]).toEqual(expect.arrayContaining(ABOUT_AN_ACCOUNT));
  for (const chosen of ['URGENT', 'Mallory', 'Somebody Else', 'Grace', 'prize', 'taken@']) {
    expect(words, chosen).not.toContain(chosen);
  }
  // The first to prove it is greeted without a name as well: it may have been typed by somebody else.
  const token = await people.lastToken(email);
  await resetPassword(deps, { token, password: 'a phrase of my own' });
  expect((await sent(email)).words).not.toContain('Mallory');
});

test('a proven mailbox is greeted by name, and by none that has a link in it', async () => {
  const { id, email } = await people.somebody();
  const link = { token: await people.lastToken(email), signedInUserId: id, password: '' };
  expect((await confirmEmail(deps, link)).kind).toBe('confirmed');
  await requestReset(deps, email);
  await people.settled();
  expect((await people.mailTo(email)).at(-1)?.text).toContain('Hello Grace Hopper,');
  // As an older version could have stored it.
  await updateUser(deps.db, id, { name: 'URGENT http://evil.example' });
  await causeEveryMessage(id, email);
  expect((await sent(email)).words).not.toContain('evil.example');
});

test('the last message to a closed account greets nobody either, when its address was never proven', async () => {
  const { id, email } = await people.somebody();
  await updateUser(deps.db, id, { name: 'URGENT call Mallory' });
  await closeAccount(deps, { ...(await people.newSession(id)), password: PASSWORD });
  const { kinds, words } = await sent(email);
  expect([...kinds]).toContain('account-closed');
  expect(words).not.toContain('Mallory');
});

test('a name with a web or email address, or one that cannot be shown, is refused where it is typed', async () => {
  const { id } = await people.somebody();
  for (const name of [
    'URGENT http://evil.example',
    'evil.example',
    'a@b',
    'A\u202eda',
    'A\0',
    '\u200b',
    'a\ud800',
  ]) {
    expect((await changeName(deps, { userId: id, name })).kind, name).toBe('invalid');
    const given = { name, email: 'named@example.com', password: PASSWORD };
    expect((await signUp(deps, given)).kind, name).toBe('invalid');
  }
  expect((await changeName(deps, { userId: id, name: ' Ada\u200b  Lovelace ' })).kind).toBe('done');
  expect((await deps.db.user.findUnique({ where: { id } }))?.name).toBe('Ada Lovelace');
});
