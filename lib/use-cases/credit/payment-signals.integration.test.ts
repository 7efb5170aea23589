import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { startCheckout } from '../checkout/start-checkout';
import { dismissSignal, listSignalsForOperator } from '../operator/list-signals';
import { runBillingCron } from '../schedule/run-billing-cron';

interface Charge {
  id: string;
  amount: number;
}

/** From the provider's events to access, rows and new credit. */
describe('money that is taken back', { timeout: 240_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled } = inWorld(() => world);
  const control = (path: string, body: object) => world.emulators.control(path, body);

  /** Somebody who has paid $14.95 in advance, and that charge. */
  async function paid(): Promise<{ userId: string; id: string; charge: Charge }> {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    await settled();
    const customer = (await rowOf(id)).customer?.providerId ?? '';
    const answer = await fetch(`${world.emulators.stripeUrl}/v1/charges?customer=${customer}`, {
      headers: { authorization: 'Bearer sk_test_of_a_test' },
    });
    const { data } = (await answer.json()) as { data: Charge[] };
    const [charge] = data;
    if (!charge) throw new Error('Basic is paid in advance.');
    return { userId, id, charge };
  }
  const signalsOf = (userId: string) =>
    world.deps.db.paymentSignal.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } });
  const buyMore = (userId: string) =>
    startCheckout(world.deps, { userId, productId: 'payg', name: 'One more' });
  const converge = async () => {
    await settled();
    await runBillingCron(world.deps);
  };

  test('a dispute suspends the subscription and sells nothing more; won, the same key works again', async () => {
    const { userId, id, charge } = await paid();
    const keys = await world.deps.gateway.readKeys(id);
    const dispute = (await control('disputes', { charge: charge.id })) as { id: string };
    await converge();
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'suspended', suspendedFor: 'dispute' });
    expect(await world.call(id)).toBe(401);
    expect(await signalsOf(userId)).toMatchObject([
      { kind: 'dispute', subscriptionId: id, amountMinor: 1495, currency: 'usd', isOpen: true },
    ]);
    expect(await buyMore(userId)).toMatchObject({ kind: 'no-credit' });

    await control(`disputes/${dispute.id}`, { outcome: 'won' });
    await converge();
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'active', suspendedFor: '' });
    expect(await world.deps.gateway.readKeys(id)).toEqual(keys);
    expect(await world.call(id)).toBe(200);
    expect(await buyMore(userId)).toMatchObject({ kind: 'checkout' });
  });

  test('a lost dispute keeps the keys suspended until an operator has decided', async () => {
    const { userId, id, charge } = await paid();
    const dispute = (await control('disputes', { charge: charge.id })) as { id: string };
    await control(`disputes/${dispute.id}`, { outcome: 'lost' });
    await converge();
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'suspended', suspendedFor: 'dispute' });
    const [signal] = await signalsOf(userId);
    expect(signal).toMatchObject({ kind: 'dispute', state: 'lost', seenAt: null });
    const { rows } = await listSignalsForOperator(world.deps, { show: 'open', after: null });
    const { name } = await rowOf(id);
    expect(rows).toContainEqual(
      expect.objectContaining({ id: signal?.id, subscriptionName: name }),
    );
    expect(await dismissSignal(world.deps, { id: 'none', actor: 'op' })).toEqual({
      kind: 'not-found',
    });
    await dismissSignal(world.deps, { id: signal?.id ?? '', actor: 'op' });
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'active', suspendedFor: '' });
  });

  test('a refund is a row with its amount, and the key goes on working', async () => {
    const { userId, id, charge } = await paid();
    await control('refunds', { charge: charge.id, amount: 500 });
    await converge();
    expect(await signalsOf(userId)).toMatchObject([
      { kind: 'refund', subscriptionId: id, amountMinor: 500, currency: 'usd' },
    ]);
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'active' });
    expect(await world.call(id)).toBe(200);
  });

  test('a fraud warning leaves access and sells nothing more until somebody has looked', async () => {
    const { userId, id, charge } = await paid();
    await control('fraud-warnings', { charge: charge.id });
    await converge();
    const [warning] = await signalsOf(userId);
    expect(warning).toMatchObject({ kind: 'fraud-warning', isOpen: true });
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'active' });
    expect(await buyMore(userId)).toMatchObject({ kind: 'no-credit' });
    await dismissSignal(world.deps, { id: warning?.id ?? '', actor: 'op' });
    expect(await buyMore(userId)).toMatchObject({ kind: 'checkout' });
  });
});
