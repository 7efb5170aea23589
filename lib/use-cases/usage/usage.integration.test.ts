import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppWorld, startAppWorld } from '../../../testing/app-world';
import { inWorld } from '../../../testing/in-world';
import type { Deps } from '../deps';
import { runBillingCron } from '../schedule/run-billing-cron';
import { syncUsage } from './sync-usage';

// Months of emulated time: on a busy machine they take a while.
describe('usage', { timeout: 180_000 }, () => {
  let world: AppWorld;
  beforeAll(async () => {
    world = await startAppWorld();
  });
  afterAll(() => world?.stop());

  const { rowOf, settled, traffic } = inWorld(() => world);
  const countOf = async (id: string) => {
    const windows = await world.deps.db.usageWindow.findMany({ where: { subscriptionId: id } });
    return windows.reduce((sum, window) => sum + Number(window.calls), 0);
  };
  const reportedOf = async (id: string) => {
    const last = await world.deps.db.usageReport.findFirst({
      where: { subscriptionId: id, state: 'delivered' },
      orderBy: { timestamp: 'desc' },
    });
    return last && Number(last.total);
  };
  /** The gateway, except that it returns another number for one subscription. */
  function counting(id: string, change: (calls: number) => number): Deps {
    const { gateway } = world.deps;
    return {
      ...world.deps,
      gateway: {
        ...gateway,
        async *readUsage(input) {
          for await (const row of gateway.readUsage(input)) {
            yield row.subscriptionId === id ? { ...row, calls: change(row.calls) } : row;
          }
        },
      },
    };
  }
  /** Until its invoice is deferred. No longer than it may be deferred, because no run happens on the way. */
  async function toTheRenewalOf(id: string) {
    const { periodEnd } = await rowOf(id);
    const to = new Date((periodEnd?.getTime() ?? 0) + 3_600_000).toISOString();
    await world.emulators.control('clock', { to });
  }
  async function renewalsOf(id: string) {
    const invoices = await world.deps.payments.listInvoices((await rowOf(id)).providerId ?? '');
    return invoices.filter((invoice) => invoice.isRenewal);
  }

  test('a run that runs out of time is continued by the next one, until every total is reported', async () => {
    const ids = [];
    for (const calls of [100, 200, 300]) {
      const id = await world.buy(await world.newUser(), 'payg');
      await traffic(id, calls);
      ids.push(id);
    }
    await world.advance('PT1H');
    await settled();
    const hasty = { ...world.deps, settings: { ...world.deps.settings, runBudgetSeconds: 0 } };
    const outcomes = [];
    for (let round = 0; round < 8; round += 1) {
      const run = await syncUsage(hasty);
      if (run.kind !== 'ran') throw new Error(run.kind);
      outcomes.push(run);
      if (run.isComplete) break;
    }
    expect(outcomes.length).toBeGreaterThan(2);
    expect(outcomes.every((run) => run.days <= 1)).toBe(true);
    expect(outcomes.at(-1)?.isComplete).toBe(true);
    expect(await Promise.all(ids.map(reportedOf))).toEqual([100, 200, 300]);
    const last = await world.deps.db.run.findFirstOrThrow({
      where: { kind: 'usage' },
      orderBy: { startedAt: 'desc' },
    });
    expect(last.outcome).toBe('done');
  });

  test('a killed run is continued by the next one', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 1_234);
    await world.advance('PT1H');
    const { payments } = world.deps;
    const dying = {
      ...world.deps,
      payments: {
        ...payments,
        reportUsage: async (input: Parameters<typeof payments.reportUsage>[0]) => {
          await payments.reportUsage(input);
          throw new Error('killed after the effect');
        },
      },
    };
    const run = await syncUsage(dying);
    expect(run).toMatchObject({ kind: 'ran', pushed: 0 });
    const reported = { subscriptionId: id, total: 1_234n };
    expect(await world.deps.db.usageReport.findMany({ where: reported })).toMatchObject([
      { state: 'planned' },
    ]);
    expect(await syncUsage(world.deps)).toMatchObject({ failures: [] });
    expect(await world.deps.db.usageReport.findMany({ where: reported })).toMatchObject([
      { state: 'delivered' },
    ]);
  });

  test('one failing subscription is reported and does not stop the others', async () => {
    const bad = await world.buy(await world.newUser(), 'payg');
    const good = await world.buy(await world.newUser(), 'payg');
    await traffic(bad, 10);
    await traffic(good, 20);
    await world.advance('PT1H');
    const { payments } = world.deps;
    const picky = {
      ...world.deps,
      payments: {
        ...payments,
        reportUsage: (input: Parameters<typeof payments.reportUsage>[0]) =>
          input.identifier.startsWith(bad)
            ? Promise.reject(new Error('not this one'))
            : payments.reportUsage(input),
      },
    };
    const run = await syncUsage(picky);
    expect(run).toMatchObject({ failures: [{ subject: bad, error: 'not this one' }] });
    expect(await reportedOf(good)).toBe(20);
    await syncUsage(world.deps);
    expect(await reportedOf(bad)).toBe(10);
  });

  test('a count that is corrected, up or down, before the invoice is simply reported again', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 1_000);
    await world.advance('PT1H');
    await syncUsage(world.deps);
    await world.advance('PT15M');
    await syncUsage(counting(id, (calls) => calls + 70));
    expect(await reportedOf(id)).toBe(1_070);
    await world.advance('PT15M');
    await syncUsage(counting(id, () => 990));
    expect(await reportedOf(id)).toBe(990);
    await world.advance('PT15M');
    await syncUsage(world.deps);
    expect(await reportedOf(id)).toBe(1_000);
  });

  test('a row that is missing from a later report counts as 0', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 40);
    // The row of another subscription stays in the report, because an empty report takes nothing back.
    await traffic(await world.buy(await world.newUser(), 'payg'), 1);
    await world.advance('PT1H');
    await syncUsage(world.deps);
    expect(await countOf(id)).toBe(40);
    await world.advance('PT15M');
    const { gateway } = world.deps;
    const silent: Deps = {
      ...world.deps,
      gateway: {
        ...gateway,
        async *readUsage(input) {
          for await (const row of gateway.readUsage(input)) {
            if (row.subscriptionId !== id) yield row;
          }
        },
      },
    };
    await syncUsage(silent);
    expect(await countOf(id)).toBe(0);
  });

  test('a report without any row takes nothing back from days that had calls', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 55);
    await world.advance('PT1H');
    await syncUsage(world.deps);
    await world.advance('PT15M');
    const { gateway } = world.deps;
    const empty: Deps = { ...world.deps, gateway: { ...gateway, async *readUsage() {} } };
    const run = await syncUsage(empty);
    expect(run).toMatchObject({
      failures: [
        { subject: expect.stringMatching(/^day /), error: expect.stringContaining('is empty') },
      ],
    });
    expect(await countOf(id)).toBe(55);
  });

  test('every call of a boundary day is billed in one of its two periods', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    const { periodEnd } = await rowOf(id);
    if (!periodEnd) throw new Error('no period');
    await world.emulators.control('clock', {
      to: new Date(periodEnd.getTime() - 3_600_000).toISOString(),
    });
    await traffic(id, 300);
    await world.advance('PT2H');
    await settled();
    await traffic(id, 500);
    await world.advance('PT1H');
    await runBillingCron(world.deps);
    await world.advance('PT1H');
    await settled();
    await runBillingCron(world.deps);
    expect(await countOf(id)).toBe(800);
    const [renewal] = await renewalsOf(id);
    expect(renewal?.usageCalls).toBe(300);
    expect(await reportedOf(id)).toBe(500);
  });

  test('late calls and a later correction are billed on the next invoices as lines that say so', async () => {
    const id = await world.buy(await world.newUser(), 'standard');
    await traffic(id, 120_000);
    await toTheRenewalOf(id);
    await settled();
    await runBillingCron(world.deps);
    await world.advance('PT1H');
    expect((await renewalsOf(id))[0]).toMatchObject({ totalMinor: 10_995 });
    const period = await world.deps.db.billingPeriod.findFirstOrThrow({
      where: { subscriptionId: id, state: 'closed' },
    });
    const correct = (by: number) =>
      world.deps.db.$executeRaw`
        UPDATE "UsageWindow" SET "calls" = "calls" + ${by}
        WHERE "subscriptionId" = ${id} AND "start" = (
          SELECT min("start") FROM "UsageWindow" WHERE "subscriptionId" = ${id} AND "calls" > 0)`;
    await world.advance('P4D');
    await runBillingCron(world.deps);
    await correct(1_500);
    expect(await runBillingCron(world.deps)).toMatchObject({ late: 1, failures: [] });
    expect(await runBillingCron(world.deps)).toMatchObject({ late: 0 });
    await correct(-500);
    expect(await runBillingCron(world.deps)).toMatchObject({ late: 1, failures: [] });
    const late = await world.deps.db.lateUsage.findMany({
      where: { subscriptionId: id, periodStart: period.start },
      orderBy: { createdAt: 'asc' },
    });
    expect(late.map(({ amountMinor, state }) => ({ amountMinor, state }))).toEqual([
      { amountMinor: 150, state: 'billed' },
      { amountMinor: -50, state: 'billed' },
    ]);
    await world.advance('P30D');
    await settled();
    await runBillingCron(world.deps);
    await world.advance('PT1H');
    const [next] = await renewalsOf(id);
    expect(next?.lines.map((line) => line.amountMinor).sort((a, b) => a - b)).toEqual([
      -50, 150, 8_995,
    ]);
    expect(next?.totalMinor).toBe(9_095);
    expect(next?.usageCalls).toBe(0);
  });

  test('a late charge that was killed after it reached the provider is not made twice', async () => {
    const id = await world.buy(await world.newUser(), 'payg');
    await traffic(id, 1_000);
    await toTheRenewalOf(id);
    await settled();
    await runBillingCron(world.deps);
    await world.advance('P4D');
    await runBillingCron(world.deps);
    await world.deps.db.usageWindow.updateMany({
      where: { subscriptionId: id, calls: { gt: 0 } },
      data: { calls: { increment: 400 } },
    });
    const { payments } = world.deps;
    const dying = {
      ...world.deps,
      payments: {
        ...payments,
        addCharge: async (charge: Parameters<typeof payments.addCharge>[0]) => {
          await payments.addCharge(charge);
          throw new Error('killed after the effect');
        },
      },
    };
    expect((await runBillingCron(dying)).failures).toContainEqual({
      subject: id,
      error: 'killed after the effect',
    });
    // Longer than the provider remembers an idempotency key.
    await world.advance('P2D');
    await runBillingCron(world.deps);
    await world.advance('P30D');
    await settled();
    await runBillingCron(world.deps);
    const [next] = await renewalsOf(id);
    const extra = next?.lines.filter((line) => line.description.startsWith('Late usage'));
    expect(extra?.length).toBe(1);
  });
});
