import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { updateUser } from '../../db/users';
import { startCheckout } from '../checkout/start-checkout';
import { continueClosings } from '../identity/close-account';
import { runBillingCron } from '../schedule/run-billing-cron';
import { forgetDebtors } from './remember-debtor';

/** Both take $0 at checkout and decline when they are charged later. */
const FAILS_LATER = '4000000000000341';

describe('who left without paying', { timeout: 240_000 }, () => {
  let world: AppWorld;
  let email: string;
  let debtorId: string;
  let oldId: string;
  beforeAll(async () => {
    world = await startAppWorld();
    const { deps } = world;
    debtorId = await world.newUser();
    email = (await deps.db.user.findUniqueOrThrow({ where: { id: debtorId } })).email;
    oldId = await world.buy(debtorId, 'payg', FAILS_LATER);
    await world.emulators.control('traffic', { subscription: oldId, calls: 10_000 });
    await world.advance('PT1H');
    await updateUser(deps.db, debtorId, { closingAt: new Date() });
    await continueClosings(deps);
    // The last usage is counted, billed and declined, then the account is gone.
    await world.advance('PT2H');
    await runBillingCron(deps);
    await continueClosings(deps);
    await world.advance('PT2H');
    await runBillingCron(deps);
  }, 240_000);
  afterAll(() => world?.stop());

  const { rowOf } = inWorld(() => world);
  const buyMore = (userId: string, productId: string) =>
    startCheckout(world.deps, { userId, productId, name: `My ${productId}` });

  test('the account is closed, nameless, and remembered by hashes alone', async () => {
    const user = await world.deps.db.user.findUniqueOrThrow({ where: { id: debtorId } });
    expect(user.closedAt).not.toBeNull();
    const kept = await world.deps.db.closedDebtor.findMany({ where: { userId: debtorId } });
    expect(kept.map(({ kind }) => kind).sort()).toEqual(['card', 'email']);
    expect(JSON.stringify(kept)).not.toContain(email);
  });

  test('the same address buys nothing before the old invoice is paid, in whatever case it is written', async () => {
    const userId = await world.newUser();
    await updateUser(world.deps.db, userId, { email: email.toLowerCase() });
    expect(await buyMore(userId, 'enterprise')).toMatchObject({
      kind: 'no-credit',
      message:
        'A closed account with this email address has an unpaid invoice of $15.00: pay it first.',
      payUrl: expect.stringMatching(/^http/),
    });
    await updateUser(world.deps.db, userId, { email: `other-${email}` });
  });

  test('another address with the same card gets no key: it is ended, and nothing is charged', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg', FAILS_LATER);
    expect(await rowOf(id)).toMatchObject({
      status: 'canceled',
      gatewayState: 'absent',
      problem: 'card-refused',
    });
    expect(await world.deps.gateway.readSubscription(id)).toBeNull();
    const signal = await world.deps.db.paymentSignal.findUniqueOrThrow({
      where: { id: `card:${id}` },
    });
    expect(signal).toMatchObject({ kind: 'refused-card', details: { owing: [debtorId] } });
  });

  test('somebody with payments of their own keeps what they buy with a card that others owe on: a row', async () => {
    const userId = await world.newUser();
    await world.buy(userId, 'basic');
    const id = await world.buy(userId, 'payg', FAILS_LATER);
    // The first card of the customer is the one that is looked at too: all of its cards are.
    expect(await rowOf(id)).toMatchObject({ status: 'active', gatewayState: 'active' });
    const signal = await world.deps.db.paymentSignal.findUniqueOrThrow({
      where: { id: `card:${id}` },
    });
    expect(signal).toMatchObject({ kind: 'shared-card' });
  });

  test('a debtor is remembered while something is owed, and not longer than three years', async () => {
    const { deps } = world;
    const later = (iso: string) => ({ ...deps, clock: { now: async () => new Date(iso) } });
    await forgetDebtors(later('2026-12-01T00:00:00Z'));
    expect(await deps.db.closedDebtor.count({ where: { userId: debtorId } })).toBe(2);
    await forgetDebtors(later('2029-02-01T00:00:00Z'));
    expect(await deps.db.closedDebtor.count({ where: { userId: debtorId } })).toBe(0);
  });
});
