import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Step } from '../../lib/ports/catalog-target';
import { loadCatalog } from '../../lib/server/catalog/load-catalog';
import { planCatalog } from '../../lib/use-cases/catalog/plan-catalog';
import { type CatalogProgram, startCatalogProgram, targetsOf } from '../../testing/catalog-program';
import { createDyingProxy } from '../../testing/dying-proxy';
import { takeSteps } from './apply-plan';
import { secretFileAt } from './secret-file';

// Many programs are started and killed.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

/** Further in each time, so that the kills fall on every kind of step. */
const KILLED_AFTER = [1, 2, 5, 4, 3, 7, 6, 8, 5];

let program: CatalogProgram;
beforeAll(async () => {
  program = await startCatalogProgram();
});
afterAll(async () => {
  await program?.stop();
});

/** Kills the program (no signal that it could answer) when it has reported so many steps; false when it ended before. */
async function killedAfter(steps: number): Promise<boolean> {
  const args = ['apply', '--yes', '--webhook-secret-file', program.secretFile];
  const child = program.start(args);
  const ended = once(child, 'close');
  if (!child.stdout) throw new Error('The program has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith(`[${steps}/`)) child.kill('SIGKILL');
  }
  await ended;
  return child.signalCode === 'SIGKILL';
}

async function everythingOnce(): Promise<void> {
  const { stripe } = program;
  const meters = await stripe.billing.meters.list({ limit: 100 });
  expect(new Set(meters.data.map((meter) => meter.event_name)).size).toBe(meters.data.length);
  expect((await stripe.products.list({ limit: 100 })).data).toHaveLength(6);
  expect((await stripe.prices.list({ active: true, limit: 100 })).data).toHaveLength(6);
  expect((await stripe.webhookEndpoints.list()).data).toHaveLength(1);
  expect((await stripe.billingPortal.configurations.list()).data).toHaveLength(1);
  expect(program.secret()).toMatch(/^whsec_\w+$/);
}

describe('an apply that is killed', () => {
  it('is finished by the next ones, wherever it was, and nothing is there twice', async () => {
    let kills = 0;
    for (const steps of KILLED_AFTER) {
      if (!(await killedAfter(steps))) break;
      kills += 1;
    }
    // A kill takes its time to arrive, and the steps taken meanwhile are not there for the later ones.
    expect(kills).toBeGreaterThanOrEqual(4);
    await expect(program.apply()).resolves.toMatchObject({ code: 0, stderr: '' });
    await expect(program.verify()).resolves.toMatchObject({ code: 0 });
    await everythingOnce();
  });

  it('right after any single write, its answer lost, is finished by the next ones', async () => {
    await program.emulators.control('reset', {});
    rmSync(program.secretFile, { force: true });
    const proxy = createDyingProxy();
    const through = {
      ...program.settings,
      STRIPE_API_BASE: await proxy.url(program.emulators.stripeUrl),
      APIM_ARM_ENDPOINT: await proxy.url(program.emulators.armUrl),
    };
    const find = (source: Record<string, string>) =>
      planCatalog(targetsOf(source, secretFileAt(program.secretFile)), loadCatalog());
    // Only a program that lives long enough to hear the endpoint's secret can keep it.
    const secretLost = (steps: readonly Step[]) => steps[0]?.details.includes('signing secret');
    for (let { steps } = await find(program.settings); steps.length > 0; ) {
      const writesBefore = proxy.writes();
      proxy.revive();
      const planned = secretLost(steps) ? steps.slice(0, 1) : (await find(through)).steps;
      await takeSteps(planned, () => {}).catch(() => undefined);
      if (!secretLost(steps)) expect(proxy.writes()).toBe(writesBefore + 1);
      ({ steps } = await find(program.settings));
    }
    expect(proxy.writes()).toBeGreaterThan(50);
    await proxy.stop();
    await expect(program.apply()).resolves.toMatchObject({ code: 0, stderr: '' });
    await expect(program.verify()).resolves.toMatchObject({ code: 0 });
    await everythingOnce();
  });

  it('between any two steps leaves exactly the steps that it did not take', async () => {
    await program.emulators.control('reset', {});
    const secrets = secretFileAt(`${program.folder}/second-secret`);
    const find = () => planCatalog(targetsOf(program.settings, secrets), loadCatalog());
    const names = (steps: readonly { system: string; subject: string; details: string }[]) =>
      steps.map(({ system, subject, details }) => `${system} ${subject} ${details}`);
    let { steps } = await find();
    expect(steps.length).toBeGreaterThan(50);
    while (steps.length > 0) {
      const [first, ...rest] = steps;
      if (!first) break;
      await takeSteps([first], () => {});
      const next = (await find()).steps;
      expect(names(next)).toEqual(names(rest));
      steps = next;
    }
  });
});
