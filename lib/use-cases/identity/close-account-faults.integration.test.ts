import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tablesWith } from '../../../testing/find-in-database';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import { deliverMail } from '../../mail/deliver';
import { startCheckout } from '../checkout/start-checkout';
import type { Deps } from '../deps';
import { continueCancels } from '../subscriptions/cancel-now';
import { closeAccount, continueClosings } from './close-account';
import { linkProvider } from './linked-accounts';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

/** Which outside call fails, counted from the first of the closing, and whether it is carried out nevertheless. */
interface Fault {
  call: number;
  how: 'not done' | 'done, answer lost';
}

type Methods = Record<string, (...given: unknown[]) => unknown>;

/** The application with one call to Stripe, API Management or the outbox failing. Says which one it was. */
function failingAt(fault: Fault) {
  const met: { name: string | null; calls: number } = { name: null, calls: 0 };
  const watched = <T extends object>(kind: string, port: T): T =>
    new Proxy(port, {
      get(target, property) {
        const method = (target as Methods)[String(property)];
        if (typeof method !== 'function') return method;
        return (...given: unknown[]) => {
          met.calls += 1;
          if (met.calls !== fault.call) return method.apply(target, given);
          met.name = `${kind}.${String(property)}`;
          return fail(method, target, given);
        };
      },
    });
  // An iteration fails when it begins, as a call does when it is awaited.
  const fail = (method: Methods[string], target: object, given: unknown[]) => {
    const done = fault.how === 'not done' ? null : method?.apply(target, given);
    const cutOff = Promise.resolve(done).then(() => Promise.reject(new Error('cut off')));
    // Whoever iterates instead of awaiting leaves it alone.
    cutOff.catch(() => {});
    return Object.assign(cutOff, {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('cut off')) }),
    });
  };
  const given: Deps = {
    ...deps,
    payments: watched('payments', deps.payments),
    gateway: watched('gateway', deps.gateway),
    mail: watched('mail', deps.mail),
  };
  return { given, met };
}

/** Somebody with everything that closing has to end. */
async function somebodyWithAll() {
  const { id, email } = await people.somebody();
  const identity = { provider: 'github', providerName: 'GitHub', providerAccountId: `gh-${id}` };
  await linkProvider(deps, { userId: id, identity });
  const paid = await people.world.buy(id, 'payg');
  expect(await people.world.call(paid)).toBe(200);
  // Not in the same instant: they are ended in the order in which they were made.
  await people.world.advance('PT1M');
  const opened = await startCheckout(deps, { userId: id, productId: 'basic', name: 'left open' });
  if (opened.kind !== 'checkout') throw new Error(opened.kind);
  return { id, email, paid, openCheckout: opened.sessionId };
}

/** What the schedule does, as often as it takes; failures wait for the next turn. */
async function schedule(given: Deps): Promise<void> {
  await continueCancels(given);
  await continueClosings(given);
}

describe('closing an account', { timeout: 600_000 }, () => {
  test('resumes at every step: whichever call fails, all is ended once and nothing of the person stays', async () => {
    const met: { call: number; name: string }[] = [];
    for (let call = 1; ; call += 1) {
      const name = await closeWith({ call, how: 'not done' });
      if (name === null) break;
      met.push({ call, name });
    }
    // Repeating a read is harmless; the question is a write whose answer was lost.
    for (const { call, name } of met.filter((one) => !/\.(read|list)/.test(one.name))) {
      expect(await closeWith({ call, how: 'done, answer lost' })).toBe(name);
    }
    // It covered the calls that closing consists of.
    expect(met.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'payments.expireCheckout',
        'payments.cancelSubscription',
        'gateway.setSubscriptionState',
        'gateway.deleteUser',
        'mail.queue',
      ]),
    );
  });
});

/** Closes an account with one call cut off; returns which one, or null when there were fewer calls. */
async function closeWith(fault: Fault): Promise<string | null> {
  const person = await somebodyWithAll();
  const { given, met } = failingAt(fault);
  const asker = await people.newSession(person.id);
  await closeAccount(given, { ...asker, password: PASSWORD });
  await people.world.advance('PT2H');
  await schedule(given);
  // Interrupted steps are repeated, and counts of the last calls arrive late.
  await people.world.advance('PT2H');
  await schedule(deps);
  await expectGone(person, `${met.name} ${fault.how}`);
  return met.name;
}

async function expectGone(
  person: Awaited<ReturnType<typeof somebodyWithAll>>,
  what: string,
): Promise<void> {
  const user = await deps.db.user.findUniqueOrThrow({ where: { id: person.id } });
  expect(user.closedAt, what).not.toBeNull();
  expect(await deps.gateway.readUser(person.id), what).toBeNull();
  expect((await deps.payments.readCheckout(person.openCheckout))?.state, what).toBe('expired');
  const row = await deps.db.subscription.findUniqueOrThrow({ where: { id: person.paid } });
  const invoices = await deps.payments.listInvoices(row.providerId ?? '');
  const billed = invoices.reduce((sum, invoice) => sum + (invoice.usageCalls ?? 0), 0);
  expect(billed, what).toBe(1);

  const letters = await people.mailTo(person.email);
  expect(
    letters.map(({ kind }) => kind),
    what,
  ).toEqual(['account-closed']);
  await deliverMail(deps.db, {
    send: async () => ({ kind: 'sent' }),
    greet: async () => ({ kind: 'sent' }),
  });
  expect(await tablesWith(deps.db, person.email), what).toEqual([]);
  expect(await tablesWith(deps.db, `gh-${person.id}`), what).toEqual([]);
  // What invoices need is still there.
  expect(await tablesWith(deps.db, row.providerId ?? ''), what).toContain('Subscription');
  expect(await deps.db.billingCustomer.count({ where: { userId: person.id } }), what).toBe(1);
  const windows = { where: { subscriptionId: person.paid } };
  expect(await deps.db.usageWindow.count(windows), what).toBeGreaterThan(0);
}
