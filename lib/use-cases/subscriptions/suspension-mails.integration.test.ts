import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { stripeSdk } from '../../../testing/stripe-sdk';
import { runBillingCron } from '../schedule/run-billing-cron';
import { syncSubscription } from './sync-subscription';

// Weeks of emulated time: on a busy machine they take a while.
describe('a suspension is mailed', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled } = inWorld(() => world);
  const control = (path: string, body: object) => world.emulators.control(path, body);
  const mailsOf = (userId: string) =>
    world.deps.db.mailMessage.findMany({
      where: { userId, kind: { startsWith: 'suspended-' } },
      orderBy: { createdAt: 'asc' },
    });
  const customerOf = async (id: string) => (await rowOf(id)).customer?.providerId ?? '';
  async function run(): Promise<void> {
    await settled();
    expect((await runBillingCron(world.deps)).failures).toEqual([]);
  }
  async function days(count: number): Promise<void> {
    for (let day = 0; day < count; day += 1) {
      await world.advance('P1D');
      await run();
    }
  }
  async function dispute(id: string): Promise<string> {
    const stripe = stripeSdk(world.emulators.stripeUrl);
    const { data } = await stripe.charges.list({ customer: await customerOf(id) });
    const paid = data.find(({ status }) => status === 'succeeded');
    return ((await control('disputes', { charge: paid?.id })) as { id: string }).id;
  }

  test('once for each dispute, with the amount and the link', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    await settled();
    const first = await dispute(id);
    await run();
    expect(await rowOf(id)).toMatchObject({ suspendedFor: 'dispute' });
    const [mail, ...others] = await mailsOf(userId);
    expect(others).toEqual([]);
    expect(mail?.text).toContain('A payment of $14.95 was disputed');
    expect(mail?.text).toContain(`${world.deps.settings.appUrl}/account/subscriptions/${id}`);
    await syncSubscription(world.deps, id);
    await days(1);
    expect(await mailsOf(userId)).toHaveLength(1);

    await control(`disputes/${first}`, { outcome: 'won' });
    await run();
    expect(await rowOf(id)).toMatchObject({ suspendedFor: '' });
    expect(await mailsOf(userId)).toHaveLength(1);
  });

  test('once when the grace period of an overdue payment ends, with the amount due', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    await control('settings', { retryDays: [20, 20, 20, 20] });
    await control('cards', { customer: await customerOf(id), decline: true });
    await days(32);
    expect(await rowOf(id)).toMatchObject({ status: 'past_due', gatewayState: 'active' });
    expect(await mailsOf(userId)).toEqual([]);
    await days(15);
    expect(await rowOf(id)).toMatchObject({ suspendedFor: 'unpaid' });
    const mails = await mailsOf(userId);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain('A payment of $14.95 for your Basic subscription is overdue');
    await dispute(id);
    await run();
    expect((await mailsOf(userId)).map(({ kind }) => kind)).toEqual([
      'suspended-unpaid',
      'suspended-dispute',
    ]);
  });

  test('by the next sync when the sync that suspended was cut short before mailing', async () => {
    const userId = await world.newUser();
    const id = await world.buy(userId, 'basic');
    await settled();
    world.setWebhooksWorked(false);
    await dispute(id);
    world.setWebhooksWorked(true);
    const cutShort = {
      ...world.deps,
      mail: { queue: () => Promise.reject(new Error('the process was killed')) },
    };
    expect((await runBillingCron(cutShort)).failures).not.toEqual([]);
    expect(await rowOf(id)).toMatchObject({ gatewayState: 'suspended' });
    expect(await mailsOf(userId)).toEqual([]);
    // The event itself is retried later; the sweep continues the sync.
    await runBillingCron(world.deps);
    expect(await mailsOf(userId)).toHaveLength(1);
  });
});
