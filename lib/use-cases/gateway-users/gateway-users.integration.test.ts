import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type IdentityWorld, startIdentityWorld } from '../../../testing/identity-world';
import { blockedUsers } from '../../db/users';
import { viewActivity } from '../audit/view-activity';
import { startCheckout } from '../checkout/start-checkout';
import type { Deps } from '../deps';
import { changeName } from '../identity/change-account';
import { ensureGatewayUser } from './ensure-gateway-user';
import { portalEntry } from './enter-portal';
import { matchPortalUser } from './match-portal-user';
import { isBlockedAtGateway, refreshBlockedUsers, repairGatewayUsers } from './sync-gateway-user';

let people: IdentityWorld;
let deps: Deps;
beforeAll(async () => {
  people = await startIdentityWorld();
  deps = people.deps;
});
afterAll(() => people.stop());

describe('users that the gateway knew before', () => {
  /** A user of a portal that keeps its own sign-in. */
  async function portalUser(email: string): Promise<string> {
    const id = `portal-${email.split('@')[0]}`;
    await deps.gateway.ensureUser({ id, email, name: 'Portal User' });
    return id;
  }

  test('are matched by email once it is proven, and not before', async () => {
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
    const { rows } = await viewActivity(deps, { userId: 'ours-known', before: null });
    expect(rows.map(({ action }) => action)).toEqual(['account.portal-user-matched']);
    // Nobody else is.
    const { id } = await people.somebody();
    expect(await matchPortalUser(deps, { userId: id, portalUserId })).toBe('other');
  });

  test.each(['jane.doe', '{5F7F}', 'jane@contoso.com'])(
    'may have the id %s, and buy',
    async (portalUserId) => {
      const email = `${portalUserId.replace(/\W/g, '').toLowerCase()}@example.com`;
      await deps.gateway.ensureUser({ id: portalUserId, email, name: 'Jane Doe' });
      const id = `ours-${email}`;
      await deps.db.user.create({
        data: { id, name: 'Jane Doe', email, emailVerified: new Date() },
      });
      expect(await matchPortalUser(deps, { userId: id, portalUserId })).toBe('same');
      const bought = await startCheckout(deps, { userId: id, productId: 'free', name: 'Mine' });
      if (bought.kind !== 'subscribed') throw new Error(JSON.stringify(bought));
      expect(await deps.gateway.readSubscription(bought.subscriptionId)).toMatchObject({
        userId: portalUserId,
        state: 'active',
      });
      expect((await startCheckout(deps, { userId: id, productId: 'basic', name: 'B' })).kind).toBe(
        'checkout',
      );
      expect(await portalEntry(deps, { userId: id, returnPath: '/' })).toMatchObject({
        kind: 'not-possible',
        message: expect.stringContaining(`"${portalUserId}"`),
      });
    },
  );

  test('the administrator is never anybody’s user', async () => {
    await deps.db.user.create({
      data: {
        id: 'ours-admin',
        name: 'A',
        email: 'mallory@example.com',
        emailVerified: new Date(),
      },
    });
    const match = await matchPortalUser(deps, { userId: 'ours-admin', portalUserId: '1' });
    expect(match).toBe('other');
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

  test('a name that the gateway did not accept is sent by the next sweep', async () => {
    const { id } = await people.somebody();
    const away = { ...deps.gateway, readUser: () => Promise.reject(new Error('away')) };
    await changeName({ ...deps, gateway: away }, { userId: id, name: 'New Name' });
    const names: string[] = [];
    const gateway = {
      ...deps.gateway,
      ensureUser: async (user: { id: string; email: string; name: string }) => {
        if (user.id === id) names.push(user.name);
        return deps.gateway.ensureUser(user);
      },
    };
    await repairGatewayUsers({ ...deps, gateway }, 1000);
    expect(names).toEqual(['New Name']);
  });
});

describe('a user whom an administrator of the gateway blocked', () => {
  const setState = async (id: string, state: 'blocked' | 'active') => {
    const answer = await fetch(
      `${people.world.emulators.armUrl}/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim/users/${id}?api-version=2024-05-01`,
      {
        method: 'PATCH',
        headers: {
          authorization: 'Bearer token-of-tests',
          'content-type': 'application/json',
          'if-match': '*',
        },
        body: JSON.stringify({ properties: { state } }),
      },
    );
    expect(answer.status).toBe(200);
  };

  test('is not sent into the portal, is sold nothing, sees it in the trail, and comes back', async () => {
    const { id } = await people.somebody();
    await setState(id, 'blocked');
    expect(await portalEntry(deps, { userId: id, returnPath: '/' })).toEqual({ kind: 'blocked' });
    expect(await isBlockedAtGateway(deps, id)).toBe(true);
    expect(await blockedUsers(deps.db)).toContain(id);
    const sold = await startCheckout(deps, { userId: id, productId: 'basic', name: 'Mine' });
    expect(sold.kind).toBe('blocked');
    const trail = async () =>
      (await viewActivity(deps, { userId: id, before: null })).rows.map(({ action }) => action);
    expect(await trail()).toContain('account.blocked');

    await setState(id, 'active');
    expect(await isBlockedAtGateway(deps, id)).toBe(false);
    expect((await portalEntry(deps, { userId: id, returnPath: '/' })).kind).toBe('open');
    expect(await trail()).toContain('account.unblocked');
  });

  test('is asked for before a checkout, though nobody has noticed the block yet', async () => {
    const { id } = await people.somebody();
    await setState(id, 'blocked');
    const sold = await startCheckout(deps, { userId: id, productId: 'basic', name: 'Mine' });
    expect(sold).toMatchObject({ kind: 'blocked', message: expect.stringContaining('blocked') });
    const away = { ...deps.gateway, readUser: () => Promise.reject(new Error('away')) };
    const { id: other } = await people.somebody();
    const later = await startCheckout(
      { ...deps, gateway: away },
      { userId: other, productId: 'basic', name: 'Mine' },
    );
    expect(later.kind).toBe('checkout');
  });

  test('is seen by the call that makes the user known, without another one', async () => {
    const { id } = await people.somebody();
    await setState(id, 'blocked');
    await deps.db.user.update({ where: { id }, data: { gatewayUserAt: null } });
    const askedOnce = { ...deps.gateway, readUser: () => Promise.reject(new Error('asked again')) };
    const sold = await startCheckout(
      { ...deps, gateway: askedOnce },
      { userId: id, productId: 'basic', name: 'Mine' },
    );
    expect(sold.kind).toBe('blocked');
    expect(await blockedUsers(deps.db)).toContain(id);
  });

  test('is found by one list, and so is who is let in again', async () => {
    const [one, two] = [await people.somebody(), await people.somebody()];
    await setState(one.id, 'blocked');
    await refreshBlockedUsers(deps);
    expect(await blockedUsers(deps.db)).toContain(one.id);
    expect(await blockedUsers(deps.db)).not.toContain(two.id);
    await setState(one.id, 'active');
    await refreshBlockedUsers(deps);
    expect(await blockedUsers(deps.db)).not.toContain(one.id);
  });

  test('the sweep finds the block and leaves it', async () => {
    const { id } = await people.somebody();
    await setState(id, 'blocked');
    await deps.db.user.update({ where: { id }, data: { gatewayCheckedAt: null } });
    await repairGatewayUsers(deps, 1000);
    expect((await deps.gateway.readUser(id))?.state).toBe('blocked');
    expect(await blockedUsers(deps.db)).toContain(id);
  });

  test('one that was deleted there is made again on the way into the portal', async () => {
    const { id } = await people.somebody();
    await deps.gateway.deleteUser(id);
    expect((await portalEntry(deps, { userId: id, returnPath: '/' })).kind).toBe('open');
    expect(await deps.gateway.readUser(id)).not.toBeNull();
  });
});
