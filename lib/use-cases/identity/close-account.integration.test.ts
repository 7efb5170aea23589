import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import { findUser } from '../../db/users';
import { viewActivity } from '../audit/view-activity';
import { startCheckout } from '../checkout/start-checkout';
import type { Deps } from '../deps';
import { continueCancels } from '../subscriptions/cancel-now';
import { previewEnd } from '../subscriptions/end-subscription';
import { closeAccount, continueClosings } from './close-account';
import { exportData } from './export-data';
import { previewClosing } from './preview-closing';
import { checkPassword } from './sign-in';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

const close = async (userId: string, password = PASSWORD, given: Partial<Deps> = {}) =>
  closeAccount({ ...deps, ...given }, { ...(await people.newSession(userId)), password });

describe('closing an account', () => {
  test('without the password nothing happens', async () => {
    const { id } = await people.somebody();
    expect((await close(id, 'not mine')).kind).toBe('wrong');
    expect((await findUser(deps.db, id))?.closingAt).toBeNull();
  });

  test('keys die at once, the last usage is billed, the gateway user goes, the person is erased and invoices stay', async () => {
    const { id, email } = await people.somebody();
    const paid = await people.world.buy(id, 'payg');
    expect(await people.world.call(paid)).toBe(200);
    expect(await people.world.call(paid)).toBe(200);
    const keys = await deps.gateway.readKeys(paid);
    const before = await deps.db.subscription.findUniqueOrThrow({ where: { id: paid } });

    expect(await close(id)).toEqual({ kind: 'closing' });
    const answer = await fetch(`${deps.settings.gatewayUrl}/sample/echo`, {
      headers: { 'Ocp-Apim-Subscription-Key': keys?.primary ?? '' },
    });
    expect([401, 403]).toContain(answer.status);
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('wrong');
    expect(await deps.db.session.count({ where: { userId: id } })).toBe(0);

    await people.world.advance('PT2H');
    await continueCancels(deps);
    expect((await continueClosings(deps)).failures).toEqual([]);
    const gone = await findUser(deps.db, id);
    expect(gone?.closedAt).not.toBeNull();
    expect(JSON.stringify(gone)).not.toContain(email);
    expect(JSON.stringify(gone)).not.toContain('Grace');
    expect(await deps.gateway.readUser(id)).toBeNull();
    const invoices = await deps.payments.listInvoices(before.providerId ?? '');
    expect(invoices.reduce((sum, invoice) => sum + (invoice.usageCalls ?? 0), 0)).toBe(2);
    expect(await deps.db.subscription.count({ where: { id: paid } })).toBe(1);
    expect(await deps.db.billingCustomer.count({ where: { userId: id } })).toBe(1);
    expect((await people.mailTo(email)).map((mail) => mail.kind)).toEqual(['account-closed']);
  });

  test('a gateway that fails halfway is retried by the schedule', async () => {
    const { id } = await people.somebody();
    let fails = true;
    const gateway = {
      ...deps.gateway,
      deleteUser: async (userId: string) => {
        if (fails) throw new Error('away');
        return deps.gateway.deleteUser(userId);
      },
    };
    await close(id, PASSWORD, { gateway });
    expect((await findUser(deps.db, id))?.closedAt).toBeNull();
    fails = false;
    await continueClosings({ ...deps, gateway });
    expect((await findUser(deps.db, id))?.closedAt).not.toBeNull();
    expect(await deps.gateway.readUser(id)).toBeNull();
  });

  test('an open checkout can no longer be paid', async () => {
    const { id } = await people.somebody();
    const opened = await startCheckout(deps, { userId: id, productId: 'basic', name: 'Mine' });
    if (opened.kind !== 'checkout') throw new Error(opened.kind);
    await close(id);
    expect((await deps.payments.readCheckout(opened.sessionId))?.state).toBe('expired');
    expect((await findUser(deps.db, id))?.closedAt).not.toBeNull();
  });

  test('the address can be used for a new account afterwards', async () => {
    const { id, email } = await people.somebody();
    await close(id);
    expect((await checkPassword(deps, { email, password: PASSWORD })).kind).toBe('wrong');
    const { signUp } = await import('./sign-up');
    const again = await signUp(deps, { name: 'Grace', email, password: PASSWORD });
    expect(again.kind).toBe('signed-up');
  });
});

describe('the cost of closing and canceling is shown before', () => {
  test('what was paid in advance has no last bill, what is paid afterwards has one', async () => {
    const { id } = await people.somebody();
    const basic = await people.world.buy(id, 'basic');
    const payg = await people.world.buy(id, 'payg');
    const free = await startCheckout(deps, { userId: id, productId: 'free', name: 'Free one' });
    if (free.kind !== 'subscribed') throw new Error(free.kind);
    const ends = new Map((await previewClosing(deps, id)).map((each) => [each.id, each]));
    expect(ends.get(basic)).toMatchObject({ lastBill: null, paidUntil: expect.any(Date) });
    expect(ends.get(payg)).toMatchObject({ lastBill: { totalMinor: 0 }, paidUntil: null });
    expect(ends.get(free.subscriptionId)).toMatchObject({ lastBill: null, paidUntil: null });

    const preview = (subscriptionId: string) => previewEnd(deps, { userId: id, subscriptionId });
    expect(await preview(basic)).toMatchObject({ isWorking: true, lastBill: null });
    expect(await preview(payg)).toMatchObject({ lastBill: { totalMinor: 0 } });
    await deps.db.subscription.update({ where: { id: payg }, data: { gatewayState: 'suspended' } });
    expect(await preview(payg)).toMatchObject({ kind: 'live', isWorking: false });
  });
});

describe('export and activity', () => {
  test('the export holds what is kept and no key, hash or secret', async () => {
    const { id, email } = await people.somebody();
    const free = await startCheckout(deps, { userId: id, productId: 'free', name: 'My free one' });
    if (free.kind !== 'subscribed') throw new Error(free.kind);
    const keys = await deps.gateway.readKeys(free.subscriptionId);
    const outcome = await exportData(deps, id);
    const data = JSON.stringify(outcome);
    expect(data).toContain(email);
    expect(data).toContain('My free one');
    expect(data).not.toContain('argon2');
    expect(data).not.toContain(keys?.primary ?? 'no key');
  });

  test('a column of a person or a subscription is exported, or left out on purpose', async () => {
    const { id } = await people.somebody();
    await startCheckout(deps, { userId: id, productId: 'free', name: 'Column by column' });
    const outcome = await exportData(deps, id);
    if (outcome.kind !== 'export') throw new Error(outcome.kind);
    const { data } = outcome;
    const columns = {
      user: Object.keys(await deps.db.user.findUniqueOrThrow({ where: { id } })),
      subscription: Object.keys(
        await deps.db.subscription.findFirstOrThrow({ where: { userId: id } }),
      ),
    };
    const places = [data.profile, data.developerPortal].map((place) =>
      Object.keys(place as object),
    );
    expect(missing(columns.user, NOT_EXPORTED.user, places.flat())).toEqual([]);
    const [subscription] = [data.subscriptions].flat();
    const names = Object.keys(subscription as object);
    expect(missing(columns.subscription, NOT_EXPORTED.subscription, names)).toEqual([]);
  });

  test('everybody sees their own trail and nobody else’s', async () => {
    const one = await people.somebody();
    const other = await people.somebody();
    await deps.db.auditEntry.create({
      data: {
        actor: 'e0a7c1d2-0000-4000-8000-00000000cafe',
        action: 'account.checked',
        targetType: 'user',
        targetId: one.id,
        address: '192.0.2.1',
      },
    });
    const own = await viewActivity(deps, { userId: one.id, before: null });
    expect(own.rows.map((row) => row.action)).toContain('account.created');
    expect(own.rows.find((row) => row.who === 'operator')).toMatchObject({ address: null });
    const theirs = await viewActivity(deps, { userId: other.id, before: null });
    expect(theirs.rows.map((row) => row.action)).toEqual(['account.created']);
  });
});

/** Secrets, what the program notes for itself, and what is exported under another name. */
const NOT_EXPORTED = {
  user: [
    ...['passwordHash', 'totpSecret', 'totpLastStep', 'closingAt', 'closedAt'],
    ...['emailVerified', 'totpSince', 'gatewayUserAt', 'gatewayUserId'],
    ...['gatewayCheckedAt', 'gatewayBlocked'],
  ],
  subscription: [
    ...['userId', 'customerId', 'liveKey', 'periodAnchor', 'syncedAt', 'syncDueAt', 'updatedAt'],
    ...['checkoutAttempt', 'checkoutSessionId', 'checkoutUrl', 'checkoutExpiresAt', 'payUrl'],
    ...['gatewayState', 'gatewayProductId', 'providerId', 'problemAt', 'problemDetails'],
    ...['cancelRequestedBy', 'cancelSuspendedAt', 'reversedAt', 'planVersionId'],
  ],
};

function missing(columns: string[], leftOut: string[], exported: string[]): string[] {
  return columns.filter((name) => !leftOut.includes(name) && !exported.includes(name));
}

describe('closing an account whose checkout was cut short before its page was known', () => {
  test.each([0, 1])('waits until no page can be paid, at attempt %i', async (checkoutAttempt) => {
    const { id } = await people.somebody();
    const customer = await deps.db.billingCustomer.create({ data: { userId: id, ordinal: 1 } });
    const now = await deps.clock.now();
    const row = await deps.db.subscription.create({
      data: {
        id: `sub-${id}`,
        userId: id,
        customerId: customer.id,
        productId: 'standard',
        name: 'Mine',
        status: 'checkout',
        liveKey: `${customer.id}:standard`,
        checkoutAttempt,
        checkoutExpiresAt: checkoutAttempt === 0 ? null : new Date(now.getTime() + 3_600_000),
        createdAt: now,
      },
    });
    await close(id);
    await people.world.advance('PT119M');
    expect((await continueClosings(deps)).failures).toEqual([]);
    expect((await findUser(deps.db, id))?.closedAt).toBeNull();
    await people.world.advance('PT2M');
    expect((await continueClosings(deps)).failures).toEqual([]);
    expect((await findUser(deps.db, id))?.closedAt).not.toBeNull();
    expect(await deps.db.subscription.findUnique({ where: { id: row.id } })).toMatchObject({
      status: 'incomplete_expired',
      liveKey: null,
    });
  });
});
