import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { closeForeign, inviteForeign, listForeign } from './foreign-subscriptions';
import { reconcile } from './reconcile';

describe('subscriptions of sold products that Tollgate did not sell', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const actor = 'operator-1';

  async function arm(method: string, path: string, properties?: object) {
    const answer = await fetch(
      `${world.emulators.armUrl}/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim/${path}?api-version=2024-05-01`,
      {
        method,
        headers: { authorization: 'Bearer token-of-tests', 'content-type': 'application/json' },
        ...(properties ? { body: JSON.stringify({ properties }) } : {}),
      },
    );
    return (await answer.json()) as { properties: Record<string, unknown> };
  }

  async function foundByReconcile() {
    await world.advance('PT1M');
    const result = await reconcile(world.deps);
    if (result.kind !== 'ran') throw new Error(result.kind);
    return result.findings.map(({ kind, subject, found }) => ({ kind, subject, found }));
  }

  test('are reported, closed or asked to be bought; ours and others stay untouched', async () => {
    const userId = await world.newUser();
    const ours = await world.buy(userId, 'basic');
    const owner = { ownerId: `/users/${userId}`, displayName: 'By hand' };
    await arm('PUT', 'subscriptions/by-hand', {
      ...owner,
      scope: '/products/payg',
      state: 'active',
    });
    await arm('PUT', 'subscriptions/asked', {
      ...owner,
      scope: '/products/basic',
      state: 'submitted',
    });
    expect(await foundByReconcile()).toEqual([
      {
        kind: 'foreign-subscription',
        subject: 'by-hand',
        found: `active, opens payg, of ${userId}`,
      },
      {
        kind: 'foreign-subscription',
        subject: 'asked',
        found: `submitted, opens basic, of ${userId}`,
      },
    ]);
    const { rows } = await listForeign(world.deps);
    expect(rows.map(({ subscriptionId, state }) => [subscriptionId, state])).toEqual([
      ['by-hand', 'active'],
      ['asked', 'submitted'],
    ]);

    const { email } = await world.deps.db.user.findUniqueOrThrow({ where: { id: userId } });
    for (let press = 0; press < 2; press += 1) {
      expect(await inviteForeign(world.deps, { subscriptionId: 'by-hand', actor })).toEqual({
        kind: 'invited',
        email,
      });
    }
    const mails = await world.deps.db.mailMessage.findMany({ where: { kind: 'take-to-checkout' } });
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('/checkout/payg');

    expect(await closeForeign(world.deps, { subscriptionId: 'by-hand', actor })).toEqual({
      kind: 'done',
      state: 'suspended',
    });
    expect(await closeForeign(world.deps, { subscriptionId: 'asked', actor })).toEqual({
      kind: 'done',
      state: 'rejected',
    });
    expect(await listForeign(world.deps)).toMatchObject({ rows: [] });
    expect(await foundByReconcile()).toEqual([]);
    // Nothing of ours can be closed this way.
    expect(await closeForeign(world.deps, { subscriptionId: ours, actor })).toEqual({
      kind: 'not-found',
    });
    expect(await world.call(ours)).toBe(200);
  });

  test('open nothing by themselves: products ask for an approval, and ours need none', async () => {
    const { properties } = await arm('GET', 'products/payg');
    expect(properties).toMatchObject({ subscriptionRequired: true, approvalRequired: true });
    const userId = await world.newUser();
    const id = await world.buy(userId, 'payg');
    expect((await world.deps.gateway.readSubscription(id))?.state).toBe('active');
  });
});
