import { afterAll, beforeAll, expect, test } from 'vitest';
import { type IdentityWorld, PASSWORD, startIdentityWorld } from '../../../testing/identity-world';
import { startCheckout } from '../checkout/start-checkout';
import type { Deps } from '../deps';
import { askNewEmail, changeName, changePassword } from '../identity/change-account';
import { exportData } from '../identity/export-data';
import { endOneSession } from '../identity/manage-sessions';
import { checkPassword } from '../identity/sign-in';
import { cancelNow } from '../subscriptions/cancel-now';
import { endSubscription } from '../subscriptions/end-subscription';
import { openPortal, setCancelAtPeriodEnd } from '../subscriptions/manage-billing';
import { revealKeys, rotateKey } from '../subscriptions/manage-keys';
import { renameSubscription } from '../subscriptions/rename-subscription';
import { viewSubscription } from '../subscriptions/view-subscription';
import { viewActivity } from './view-activity';

const ADDRESS = '203.0.113.77';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = { ...people.deps, requestAddress: async () => ADDRESS };
});
afterAll(() => people.stop());

test('every action on an account, its subscriptions and keys is recorded with who, what, when and from where, and its owner sees it', async () => {
  const { id, email } = await people.somebody({ requestAddress: deps.requestAddress });
  await checkPassword(deps, { email, password: 'wrong wrong wrong' });
  await people.settled();
  await checkPassword(deps, { email, password: PASSWORD });
  const free = await startCheckout(deps, { userId: id, productId: 'free', name: 'Free one' });
  if (free.kind !== 'subscribed') throw new Error(free.kind);
  const own = { userId: id, subscriptionId: free.subscriptionId };
  await revealKeys(deps, own);
  await rotateKey(deps, { ...own, key: 'primary' });
  await startCheckout(deps, { userId: id, productId: 'basic', name: 'Left open' });
  const paid = { userId: id, subscriptionId: await people.world.buy(id, 'standard') };
  await openPortal(deps, paid);
  await setCancelAtPeriodEnd(deps, { ...paid, cancel: true });
  await setCancelAtPeriodEnd(deps, { ...paid, cancel: false });
  await changeName(deps, { userId: id, name: 'Somebody Else' });
  const here = await people.newSession(id);
  await askNewEmail(deps, { ...here, email: `new-${email}`, password: PASSWORD });
  const { sessionId: endId } = await people.newSession(id);
  await endOneSession(deps, { ...here, endId, password: PASSWORD });
  await changePassword(deps, { ...here, current: PASSWORD, password: 'another good phrase' });
  await exportData(deps, id);
  await cancelNow(deps, { ...own, actor: { kind: 'consumer', id } });

  const did = await deps.db.auditEntry.findMany({ where: { actor: id } });
  const bought = new Set(['subscription.checkout-opened']);
  for (const entry of did) {
    expect(entry.targetId, entry.action).not.toBe('');
    // Bought by the test's own calls, which have no address.
    if (entry.targetId === paid.subscriptionId && bought.has(entry.action)) continue;
    expect(entry.address, entry.action).toBe(ADDRESS);
  }
  const seen = await viewActivity(deps, { userId: id, before: null });
  const actions = seen.rows.filter(({ who }) => who === 'you').map(({ action }) => action);
  for (const expected of [
    'account.created',
    'account.sign-in-refused',
    'account.signed-in',
    'subscription.activated',
    'keys.shown',
    'keys.rotated-primary',
    'subscription.checkout-opened',
    'subscription.billing-opened',
    'subscription.cancel-at-period-end',
    'subscription.cancel-undone',
    'account.name-changed',
    'account.email-change-asked',
    'account.session-ended',
    'account.password-changed',
    'account.exported',
    'subscription.cancel-now',
  ]) {
    expect(actions, expected).toContain(expected);
  }
  expect(seen.rows.find(({ action }) => action === 'keys.shown')?.subscription?.name).toBe(
    'Free one',
  );
});

test('a request for another’s subscription is answered as if it did not exist, and is logged with its user', async () => {
  const owner = await people.somebody();
  const outsider = await people.somebody();
  const free = await startCheckout(deps, { userId: owner.id, productId: 'free', name: 'Mine' });
  if (free.kind !== 'subscribed') throw new Error(free.kind);
  const { subscriptionId } = free;
  const lines: unknown[] = [];
  const watched: Deps = {
    ...deps,
    log: { ...deps.log, warn: (fields, message) => lines.push([message, fields]) },
  };
  const asked = { userId: outsider.id, subscriptionId };
  const unknown = { ...asked, subscriptionId: 'sub-none' };
  const ways: ((input: typeof asked) => Promise<unknown>)[] = [
    (input) => viewSubscription(watched, input),
    (input) => revealKeys(watched, input),
    (input) => rotateKey(watched, { ...input, key: 'primary' }),
    (input) => renameSubscription(watched, { ...input, name: 'Theirs' }),
    (input) => endSubscription(watched, input),
    (input) => openPortal(watched, input),
    (input) =>
      cancelNow(watched, { ...input, actor: { kind: 'consumer' as const, id: input.userId } }),
  ];
  for (const ask of ways) {
    lines.length = 0;
    expect(await ask(asked)).toEqual(await ask(unknown));
    expect(lines).toEqual([['refused: another user has this subscription', asked]]);
    await ask({ ...asked, userId: owner.id, subscriptionId: 'sub-none' });
    expect(lines).toHaveLength(1);
  }
  lines.length = 0;
  await viewSubscription(watched, { userId: owner.id, subscriptionId });
  expect(lines).toEqual([]);
});

test('entries of one moment are all seen, page by page', async () => {
  const { id } = await people.somebody();
  const at = new Date('2026-01-10T10:00:00Z');
  await deps.db.auditEntry.createMany({
    data: Array.from({ length: 120 }, () => ({
      at,
      actor: id,
      action: 'keys.shown',
      targetType: 'key',
      targetId: 'sub-x',
    })),
  });
  const ids = new Set<string>();
  let before: Parameters<typeof viewActivity>[1]['before'] = null;
  for (let page = 0; page < 5; page += 1) {
    const view = await viewActivity(deps, { userId: id, before });
    for (const row of view.rows) if (row.action === 'keys.shown') ids.add(row.id);
    before = view.older;
    if (!before) break;
  }
  expect(ids.size).toBe(120);
});
