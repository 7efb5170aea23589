import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { compareSubscription, syncByOperator } from '../operator/subscriptions';
import { listLost } from '../reconcile/lost-at-gateway';
import { reconcile } from '../reconcile/reconcile';
import { revealKeys } from './manage-keys';
import { restoreAll } from './restore-all';
import { restoreAtGateway } from './restore-at-gateway';
import { syncSubscription } from './sync-subscription';

describe('what the gateway has lost', { timeout: 180_000 }, () => {
  let world: AppWorld;
  let userId: string;
  beforeAll(async () => {
    world = await startAppWorld();
    userId = await world.newUser();
  });
  afterAll(() => world?.stop());

  const { rowOf } = inWorld(() => world);
  const actor = 'operator-1';
  const mailsOf = (kind: string) =>
    world.deps.db.mailMessage.findMany({ where: { kind }, orderBy: { createdAt: 'asc' } });

  /** Deletes at the emulated gateway, without our own adapter. */
  async function deleteThere(path: string): Promise<void> {
    const answer = await fetch(
      `${world.emulators.armUrl}/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim/${path}?api-version=2024-05-01${path.startsWith('users/') ? '&deleteSubscriptions=true' : ''}`,
      { method: 'DELETE', headers: { authorization: 'Bearer token-of-tests', 'if-match': '*' } },
    );
    expect(answer.status).toBeLessThan(300);
  }

  async function findings() {
    await world.advance('PT1M');
    const result = await reconcile(world.deps);
    if (result.kind !== 'ran') throw new Error(result.kind);
    return result.findings;
  }

  test('is found, stays a problem, and is restored under the same id with new keys', async () => {
    const id = await world.buy(userId, 'basic');
    const before = await world.deps.gateway.readKeys(id);
    await deleteThere(`subscriptions/${id}`);
    expect(await findings()).toContainEqual(
      expect.objectContaining({ kind: 'gateway-missing', subject: id, isRepaired: false }),
    );
    expect(await rowOf(id)).toMatchObject({ problem: 'gateway-missing', gatewayState: 'active' });
    expect((await listLost(world.deps)).rows.map((row) => row.id)).toEqual([id]);

    // No sync clears the problem, and none creates keys without the owner's knowledge.
    expect(await syncByOperator(world.deps, { subscriptionId: id, actor })).toEqual({
      kind: 'gateway-missing',
    });
    await syncSubscription(world.deps, id);
    expect(await rowOf(id)).toMatchObject({ problem: 'gateway-missing' });
    expect(await revealKeys(world.deps, { userId, subscriptionId: id })).toMatchObject({
      kind: 'not-ready',
      message: expect.stringContaining('has lost this subscription'),
    });

    expect(await restoreAtGateway(world.deps, { subscriptionId: id, actor })).toEqual({
      kind: 'restored',
    });
    expect(await rowOf(id)).toMatchObject({
      problem: null,
      gatewayState: 'active',
      syncDueAt: null,
    });
    expect(await world.call(id)).toBe(200);
    const after = await world.deps.gateway.readKeys(id);
    expect(after?.primary).not.toBe(before?.primary);
    expect((await rowOf(id)).keysRenewedAt).not.toBeNull();
    expect(await mailsOf('keys-renewed')).toHaveLength(1);
    const found = await compareSubscription(world.deps, id);
    expect(found?.gateway).toMatchObject({ facts: { status: 'active', productId: 'basic' } });

    // The owner has seen them.
    await revealKeys(world.deps, { userId, subscriptionId: id });
    expect((await rowOf(id)).keysRenewedAt).toBeNull();
    expect(await findings()).toEqual([]);
    // Repeating it is harmless.
    expect(await restoreAtGateway(world.deps, { subscriptionId: id, actor })).toEqual({
      kind: 'was-there',
      gateway: 'active',
    });
    expect(await mailsOf('keys-renewed')).toHaveLength(1);
  });

  test('is not opened by a payment that comes in while it is missing', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    await world.deps.gateway.setSubscriptionState(id, 'suspended');
    await world.deps.db.subscription.update({
      where: { id },
      data: { gatewayState: 'suspended', status: 'unpaid' },
    });
    await deleteThere(`subscriptions/${id}`);
    await syncSubscription(world.deps, id);
    expect(await rowOf(id)).toMatchObject({
      problem: 'gateway-missing',
      gatewayState: 'suspended',
    });
    await restoreAtGateway(world.deps, { subscriptionId: id, actor });
    expect(await world.call(id)).toBe(200);
  });

  test('a service that was restored from a backup is repaired by one button, including its users', async () => {
    const somebody = await world.newUser();
    const lostFree = await startFree(somebody);
    const lostPaid = await world.buy(somebody, 'payg');
    const stale = await world.buy(await world.newUser(), 'basic');
    const kept = await world.buy(await world.newUser(), 'payg');
    const keys = await world.deps.gateway.readKeys(kept);
    await deleteThere(`users/${somebody}`);
    await world.deps.gateway.setSubscriptionState(stale, 'suspended');

    const broken = {
      ...world.deps,
      gateway: {
        ...world.deps.gateway,
        activateSubscription: (input: { subscriptionId: string }) =>
          input.subscriptionId === lostFree
            ? Promise.reject(new Error('away'))
            : world.deps.gateway.activateSubscription(input as never),
      },
    };
    const first = await restoreAll(broken, { actor, budgetMs: 60_000 });
    expect(first).toMatchObject({ kind: 'ran', restored: 1, corrected: 1, left: 0 });
    expect(first).toMatchObject({ failures: [{ subject: lostFree }] });
    const second = await restoreAll(world.deps, { actor, budgetMs: 60_000 });
    expect(second).toMatchObject({ kind: 'ran', restored: 1, corrected: 0, failures: [], left: 0 });
    for (const id of [lostFree, lostPaid, stale, kept]) expect(await world.call(id), id).toBe(200);
    expect(await world.deps.gateway.readKeys(kept)).toEqual(keys);
    expect(await restoreAll(world.deps, { actor, budgetMs: 60_000 })).toMatchObject({
      restored: 0,
      corrected: 0,
    });
    expect(await findings()).toEqual([]);
  });

  test('what did not fit into its time is left to the next press', async () => {
    const id = await world.buy(await world.newUser(), 'basic');
    await deleteThere(`subscriptions/${id}`);
    expect(await restoreAll(world.deps, { actor, budgetMs: 0 })).toMatchObject({
      restored: 0,
      left: 1,
    });
    expect(await restoreAll(world.deps, { actor, budgetMs: 60_000 })).toMatchObject({
      restored: 1,
      left: 0,
    });
  });

  async function startFree(owner: string): Promise<string> {
    const { startCheckout } = await import('../checkout/start-checkout');
    const outcome = await startCheckout(world.deps, {
      userId: owner,
      productId: 'free',
      name: 'Free',
    });
    if (outcome.kind !== 'subscribed') throw new Error(JSON.stringify(outcome));
    return outcome.subscriptionId;
  }
});
