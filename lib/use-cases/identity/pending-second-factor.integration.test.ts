import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import type { Deps } from '../deps';
import { changePassword } from './change-account';
import { requestReset, resetPassword } from './reset-password';
import { checkSecondFactor, prepareSecondFactor, switchOnSecondFactor } from './second-factor';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

type Asker = Awaited<ReturnType<IdentityWorld['newSession']>>;

async function shown(asker: Asker): Promise<string> {
  const prepared = await prepareSecondFactor(deps, asker);
  if (prepared.kind !== 'prepared') throw new Error('It is on already.');
  return prepared.secret;
}

const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });

const switchOn = (asker: Asker, secret: string, password = PASSWORD) =>
  switchOnSecondFactor(deps, { ...asker, code: codeOf(secret), password });

async function tenMinutesLater(userId: string): Promise<void> {
  const pendingTotpAt = new Date(Date.now() - 10 * 60_000 - 1);
  await deps.db.session.updateMany({
    where: { userId, pendingTotp: { not: null } },
    data: { pendingTotpAt },
  });
}

describe('a second factor that is being set up', () => {
  test('is the same while its page is looked at again, and another in another session', async () => {
    const { id } = await people.somebody();
    const [here, elsewhere] = [await people.newSession(id), await people.newSession(id)];
    const secret = await shown(here);
    expect(await shown(here)).toBe(secret);
    expect(await shown(elsewhere)).not.toBe(secret);
    expect((await switchOn(elsewhere, secret)).kind).toBe('wrong-code');
    expect((await switchOn(here, secret)).kind).toBe('on');
  });

  test('what was copied in another session never passes the second step', async () => {
    const { id } = await people.somebody();
    const thief = await people.newSession(id);
    const copy = await shown(thief);
    const owner = await people.newSession(id);
    expect((await switchOn(owner, await shown(owner))).kind).toBe('on');
    for (const steps of [-1, 0, 1]) {
      const tried = await checkSecondFactor(deps, { userId: id, code: codeOf(copy, steps) });
      expect(tried.kind).toBe('wrong');
    }
  });

  test('is over after ten minutes, and a copy from before is worth nothing', async () => {
    const { id } = await people.somebody();
    const asker = await people.newSession(id);
    const copy = await shown(asker);
    await tenMinutesLater(id);
    expect((await switchOn(asker, copy)).kind).toBe('over');
    const secret = await shown(asker);
    expect(secret).not.toBe(copy);
    expect((await switchOn(asker, secret)).kind).toBe('on');
  });

  test('is over with a new password, in the session that changed it too', async () => {
    const { id } = await people.somebody();
    const asker = await people.newSession(id);
    const copy = await shown(asker);
    const password = 'a phrase of my own';
    const changed = await changePassword(deps, { ...asker, current: PASSWORD, password });
    expect(changed.kind).toBe('done');
    expect((await switchOn(asker, copy, password)).kind).toBe('over');
    expect(await shown(asker)).not.toBe(copy);
  });

  test('is over with a password that was reset', async () => {
    const { id, email } = await people.somebody();
    const thief = await people.newSession(id);
    const copy = await shown(thief);
    await requestReset(deps, email);
    await people.settled();
    const password = 'a phrase of my own';
    await resetPassword(deps, { token: await people.lastToken(email), password });
    expect((await switchOn(thief, copy, password)).kind).toBe('over');
    const owner = await people.newSession(id);
    expect(await shown(owner)).not.toBe(copy);
  });

  test('of one person is nobody else’s, whatever session is named', async () => {
    const [one, other] = [await people.somebody(), await people.somebody()];
    const here = await people.newSession(one.id);
    const secret = await shown(here);
    const there = await people.newSession(other.id);
    const outcome = await switchOn({ ...there, sessionId: here.sessionId }, secret);
    expect(outcome.kind).toBe('over');
  });

  test('is not stored in the database as it is shown', async () => {
    const { id } = await people.somebody();
    const secret = await shown(await people.newSession(id));
    expect(JSON.stringify(await deps.db.session.findMany())).not.toContain(secret);
  });
});
