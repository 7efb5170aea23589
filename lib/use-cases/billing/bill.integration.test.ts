import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import { quote } from '../../domain/pricing/pricing';
import { runBillingCron } from '../schedule/run-billing-cron';

// Months of emulated time: on a busy machine they take a while.
describe('billing', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, traffic } = inWorld(() => world);
  async function cron() {
    const report = await runBillingCron(world.deps);
    expect(report.failures).toEqual([]);
    return report;
  }
  /** Through the period's end and the time for which late counts are awaited. */
  async function intoNextPeriod(duration: string) {
    await world.advance(duration);
    await cron();
    await world.advance('PT2H');
  }
  async function renewalOf(id: string) {
    const { providerId } = await rowOf(id);
    const invoices = await world.deps.payments.listInvoices(providerId ?? '');
    const renewal = invoices.find((invoice) => invoice.isRenewal);
    if (!renewal) throw new Error(`No renewal of ${id}`);
    return renewal;
  }

  describe('a month of each product', () => {
    const cases = [
      ['standard', 120_000, 10_995],
      ['standard', 0, 8_995],
      ['payg', 1_234, 185],
      ['payg', 0, 0],
      ['developer', 99, 0],
      ['developer', 100, 0],
      ['developer', 350, 50],
      ['pro', 600_000, 50_995],
      ['enterprise', 1_600_000, 149_990],
    ] as const;
    const bought = new Map<(typeof cases)[number], string>();

    // One month for all of them: each product has a customer of its own.
    beforeAll(async () => {
      for (const one of cases) {
        const [productId, calls] = one;
        const id = await world.buy(await world.newUser(), productId);
        if (calls > 0) await traffic(id, calls);
        bought.set(one, id);
      }
      await world.advance('PT1H');
      await cron();
      await world.advance('P1M');
      await intoNextPeriod('PT2H');
    }, 180_000);

    test.each(cases.map((one) => [...one, one] as const))(
      '%s with %i calls is invoiced %i cents and paid',
      async (productId, calls, cents, one) => {
        const renewal = await renewalOf(bought.get(one) ?? '');
        expect(renewal).toMatchObject({ state: 'paid', totalMinor: cents });
        const product = world.deps.catalog.products.find((p) => p.id === productId);
        if (!product) throw new Error(productId);
        expect(quote(product, calls).totalMinor).toBe(cents);
      },
    );
  });

  test('calls of the last minutes are on the invoice even if no cron ran before the period ended', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    const { periodEnd } = await rowOf(id);
    const shortlyBefore = new Date((periodEnd?.getTime() ?? 0) - 3_600_000);
    await world.emulators.control('clock', { to: shortlyBefore.toISOString() });
    await traffic(id, 1_000);
    await intoNextPeriod('PT3H');
    const { periodAnchor } = await rowOf(id);
    const periods = await world.deps.db.billingPeriod.findMany({
      where: { subscriptionId: id },
      orderBy: { start: 'asc' },
    });
    expect(periods[0]).toMatchObject({ start: periodAnchor, state: 'closed', callsBilled: 1_000n });
    expect((await renewalOf(id)).totalMinor).toBe(150);
  });

  test('a cron that runs again changes nothing and sends nothing', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 500);
    await world.advance('PT1H');
    expect((await cron()).usage).toMatchObject({ pushed: expect.any(Number) });
    const again = await cron();
    expect(again.usage).toMatchObject({ pushed: 0 });
    const reports = await world.deps.db.usageReport.findMany({ where: { subscriptionId: id } });
    expect(reports.at(-1)).toMatchObject({ total: 500n, state: 'delivered' });
  });

  test('two crons at once do the work once', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 700);
    await world.advance('PT1H');
    const reports = await Promise.all([runBillingCron(world.deps), runBillingCron(world.deps)]);
    expect(reports.flatMap((report) => report.failures)).toEqual([]);
    const reported = await world.deps.db.usageReport.findMany({
      where: { subscriptionId: id, total: 700n },
    });
    expect(reported).toHaveLength(1);
  });

  test('a report that was recorded and never confirmed is sent again under the same identifier', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 300);
    await world.advance('PT1H');
    await cron();
    await world.deps.db.usageReport.updateMany({
      where: { subscriptionId: id },
      data: { state: 'planned', deliveredAt: null },
    });
    await cron();
    const reports = await world.deps.db.usageReport.findMany({ where: { subscriptionId: id } });
    expect(reports.every((report) => report.state === 'delivered')).toBe(true);
  });

  test('only successful calls are counted', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 200);
    await world.emulators.control('traffic', { subscription: id, calls: 900, status: 500 });
    await world.advance('PT1H');
    await cron();
    const windows = await world.deps.db.usageWindow.findMany({ where: { subscriptionId: id } });
    expect(windows.reduce((sum, window) => sum + Number(window.calls), 0)).toBe(200);
  });
});
