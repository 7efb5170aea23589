import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import type { PrismaClient } from '../../db/generated/client';
import { deliverMail } from '../../mail/deliver';
import { createOutbox } from '../../mail/outbox';
import type { SendOutcome } from '../../mail/transport';
import type { Deps } from '../deps';
import { askNewEmail } from './change-account';
import { requestReset } from './reset-password';
import { checkPassword } from './sign-in';
import { signUp } from './sign-up';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

/** Everything that is done for a request, before its answer and after it, down to the mail server. */
async function workOf(request: (given: Deps) => Promise<unknown>): Promise<string[]> {
  const did: string[] = [];
  const db = deps.db.$extends({
    query: {
      $allModels: {
        $allOperations({ model, operation, args, query }) {
          did.push(`${model}.${operation}`);
          return query(args);
        },
      },
      $queryRaw({ args, query }) {
        did.push('raw');
        return query(args);
      },
    },
  }) as unknown as PrismaClient;
  const after: (() => Promise<void>)[] = [];
  const { hash, verify } = deps.passwords;
  await request({
    ...deps,
    db,
    settings: { ...deps.settings, signUp: 'confirm-first' },
    mail: createOutbox(db, { appUrl: deps.settings.appUrl, wake: () => did.push('wake') }),
    passwords: {
      ...deps.passwords,
      hash: (...given) => {
        did.push('hash');
        return hash(...given);
      },
      verify: (...given) => {
        did.push('verify');
        return verify(...given);
      },
    },
    later: (_name, work) => void after.push(work),
  });
  did.push('answered');
  for (const work of after) await work();
  const talk = async (): Promise<SendOutcome> => {
    did.push('mail server');
    return { kind: 'sent' };
  };
  await deliverMail(db, { send: talk, greet: talk });
  return did;
}

/** What waited from before would be delivered along. */
const settle = async () => {
  await people.settled();
  await deps.db.mailMessage.updateMany({ data: { sentAt: new Date() } });
};

describe('as much is done', () => {
  test('for a new password of an account as for one of nobody', async () => {
    const { email } = await people.somebody();
    await settle();
    const known = await workOf((given) => requestReset(given, email));
    const unknown = await workOf((given) => requestReset(given, 'nobody-here@example.com'));
    expect(known).toContain('mail server');
    expect(known).toContain('MailMessage.createMany');
    expect(unknown).toEqual(known);
  });

  test('for the second one, and for an account that is being closed', async () => {
    const { email, id } = await people.somebody();
    await settle();
    await workOf((given) => requestReset(given, 'asked-twice@example.com'));
    const again = await workOf((given) => requestReset(given, 'asked-twice@example.com'));
    const known = await workOf((given) => requestReset(given, email));
    expect(again).toEqual(known);
    await deps.db.user.update({ where: { id }, data: { closingAt: new Date() } });
    expect(await workOf((given) => requestReset(given, email))).toEqual(known);
  });

  test('for a wrong password of an account as for one of nobody', async () => {
    const { email } = await people.somebody();
    await settle();
    const password = 'wrong wrong wrong';
    const known = await workOf((given) => checkPassword(given, { email, password }));
    const unknown = await workOf((given) =>
      checkPassword(given, { email: 'nobody-signs-in@example.com', password }),
    );
    expect(known).toContain('AuditEntry.create');
    expect(unknown).toEqual(known);
  });

  test('after signing up with a taken address as after a free one, where mail comes first', async () => {
    const { email } = await people.somebody();
    await settle();
    const form = { name: 'Ada', password: PASSWORD };
    const taken = await workOf((given) => signUp(given, { ...form, email }));
    const free = await workOf((given) => signUp(given, { ...form, email: 'free@example.com' }));
    expect(taken.filter((one) => one !== 'User.findUnique').sort()).toEqual(
      free.filter((one) => one !== 'User.findUnique').sort(),
    );
    expect(taken.filter((one) => one === 'User.findUnique').length).toBe(
      free.filter((one) => one === 'User.findUnique').length,
    );
  });

  test('for a change to an address of somebody else as to a free one', async () => {
    const [one, other] = [await people.somebody(), await people.somebody()];
    const asker = await people.newSession(one.id);
    await settle();
    const ask = (email: string) =>
      workOf((given) => askNewEmail(given, { ...asker, email, password: PASSWORD }));
    expect(await ask(other.email)).toEqual(await ask('also-free@example.com'));
  });

  test('a message to nobody is shown to nobody, and what was done for nobody keeps no address', async () => {
    const email = 'never-here@example.com';
    await requestReset(deps, email);
    await people.settled();
    const rows = JSON.stringify([
      await deps.db.mailMessage.findMany(),
      await deps.db.verificationToken.findMany(),
      await deps.db.auditEntry.findMany(),
    ]);
    expect(rows).not.toContain(email);
  });
});
