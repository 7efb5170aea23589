import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { parseEnv } from '../lib/server/env';
import { openPortal, setCancelAtPeriodEnd } from '../lib/use-cases/manage-billing';
import { runBillingCron } from '../lib/use-cases/run-billing-cron';
import { loadCatalogue } from '../payment/catalogue';
import { missingRight } from '../payment/provision/missing-right';
import { findDifferences } from '../payment/provision/provision';
import { readSettings } from '../payment/provision/settings';
import { secretTold } from '../payment/provision/stripe/secret-file';
import { type AppWorld, startAppWorld } from '../testing/app-world';
import { type CatalogProgram, startCatalogProgram } from '../testing/catalog-program';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const rights = z.record(z.string(), z.enum(['read', 'write']));
const keyFile = z.object({ permissions: rights, operatorPage: rights.optional() });
const roleFile = z.object({ actions: z.array(z.string()) });
const read = (path: string): unknown =>
  JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'));
const permissionsOf = (name: string) => keyFile.parse(read(`stripe/${name}-key.json`)).permissions;
const actionsOf = (name: string) =>
  roleFile.parse(read(`roles/${name}.json`)).actions.map((action) => action.toLowerCase());

const requestsAnswer = z.object({
  data: z.array(
    z.object({ listener: z.string(), method: z.string(), path: z.string(), status: z.number() }),
  ),
});

/** What Azure's access control would have asked for, for every request that Resource Manager got. */
async function armActions(emulators: AppWorld['emulators']): Promise<string[]> {
  const { data } = requestsAnswer.parse(await emulators.control('requests?limit=1000'));
  const actions = data
    .filter(({ listener }) => listener === 'arm')
    .map(({ method, path }) => actionOf(method, path));
  return [...new Set(actions)].sort();
}

/** Names and ids alternate with the kinds of things; a POST names what it does. */
function actionOf(method: string, path: string): string {
  const [, below = ''] = path.split(/\/service\/[^/]+/i);
  const [first = '', ...rest] = below.split('/').filter(Boolean);
  // There is one tenant, so its name is followed by kinds as the service's is.
  const parts = first === 'tenant' ? rest : [first, ...rest];
  const kinds = parts.filter((_, index) => index % 2 === 0);
  if (first === 'tenant') kinds.unshift(first);
  const verbs: Record<string, string> = { GET: 'read', HEAD: 'read', PUT: 'write', PATCH: 'write' };
  const verb = verbs[method] ?? (method === 'DELETE' ? 'delete' : 'action');
  // portalsettings/delegation and reports/bySubscription name one of a kind; a POST's last part is its verb.
  const isOdd = parts.length % 2 === 1;
  const named = verb === 'action' && !isOdd ? [...kinds, parts.at(-1) ?? ''] : kinds;
  return `microsoft.apimanagement/service/${named.join('/')}/${verb}`.toLowerCase();
}

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

describe("provisioning's rights", () => {
  const KEY = 'rk_test_provisioning0';
  const start = async (): Promise<CatalogProgram> => {
    const program = await startCatalogProgram();
    stop = program.stop;
    return program;
  };
  const withKey = { STRIPE_SECRET_KEY: KEY };

  it('are enough to make everything and to see that it is made', async () => {
    const { emulators, apply, verify } = await start();
    const restrictedKeys = { [KEY]: permissionsOf('provisioning') };
    await emulators.control('settings', { restrictedKeys });
    await expect(apply([], withKey)).resolves.toMatchObject({ code: 0, stderr: '' });
    await expect(verify(withKey)).resolves.toMatchObject({ code: 0 });
    const used = await armActions(emulators);
    expect(used.length).toBeGreaterThan(8);
    expect(used.filter((action) => !actionsOf('provisioning').includes(action))).toEqual([]);
  });

  it("are what the operator's page is told that it lacks, and two more to read let it compare", async () => {
    const { emulators, settings, apply } = await start();
    await expect(apply()).resolves.toMatchObject({ code: 0 });
    const { permissions, operatorPage } = keyFile.parse(read('stripe/application-key.json'));
    const find = () =>
      findDifferences(
        readSettings(() => parseEnv({ ...settings, ...withKey }, 'provisioning')),
        loadCatalogue(),
        secretTold(() => {}),
      );
    await emulators.control('settings', { restrictedKeys: { [KEY]: permissions } });
    const refused = await find().catch((error: unknown) => missingRight(error));
    expect(refused).toContain('rak_product_read');
    expect(refused).toContain('Products: read');
    const all = { ...permissions, ...operatorPage };
    await emulators.control('settings', { restrictedKeys: { [KEY]: all } });
    expect((await find()).steps).toEqual([]);
  });

  it('end where they end: a key without one of them says so and changes nothing there', async () => {
    const { emulators, apply } = await start();
    const restrictedKeys = { [KEY]: { ...permissionsOf('provisioning'), price: 'read' } };
    await emulators.control('settings', { restrictedKeys });
    const refused = await apply([], withKey);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('rak_price_write');
  });
});

describe("the application's rights", () => {
  it('are enough to sell, bill and end, and no more than that', async () => {
    const key = 'rk_test_application00';
    const world = await startAppWorld({
      restrictedKey: { key, permissions: permissionsOf('application') },
    });
    stop = world.stop;
    const { deps, emulators } = world;
    const before = (await armActions(emulators)).length;
    expect(before).toBeGreaterThan(0);
    const user = await world.newUser();
    const subscription = await world.buy(user, 'standard');
    await expect(world.call(subscription)).resolves.toBe(200);
    await world.advance('P1M');
    const run = await runBillingCron(deps);
    expect(run.failures).toEqual([]);
    await world.advance('PT2H');
    expect((await runBillingCron(deps)).failures).toEqual([]);
    const own = { userId: user, subscriptionId: subscription };
    await expect(openPortal(deps, own)).resolves.toMatchObject({ kind: 'open' });
    await expect(setCancelAtPeriodEnd(deps, { ...own, cancel: true })).resolves.toMatchObject({
      kind: 'done',
    });

    const allowed = new Set([
      ...actionsOf('application'),
      ...actionsOf('cron'),
      ...actionsOf('provisioning'),
    ]);
    expect((await armActions(emulators)).filter((action) => !allowed.has(action))).toEqual([]);
    const refused = await fetch(`${emulators.stripeUrl}/v1/products`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      error: {
        type: 'invalid_request_error',
        message: expect.stringContaining('rak_product_read'),
      },
    });
  });
});
