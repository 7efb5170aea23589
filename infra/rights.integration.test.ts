import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { NO_SECRETS } from '../lib/ports/secret-store';
import { loadCatalog } from '../lib/server/catalog/load-catalog';
import { missingRight, planCatalog } from '../lib/use-cases/catalog/plan-catalog';
import { type Request, rightsOf } from '../testing/asked-rights';
import {
  APIM_AT,
  type CatalogProgram,
  SHIPPED_CATALOG,
  startCatalogProgram,
  targetsOf,
} from '../testing/catalog-program';
import { actionsOf, atAnyPace, keyOf } from './rights-files';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const KEY = 'rk_test_provisioning0';
const withKey = { STRIPE_SECRET_KEY: KEY };

let program: CatalogProgram | undefined;
afterEach(async () => {
  await program?.stop();
  program = undefined;
});
const start = async (): Promise<CatalogProgram> => {
  program = await startCatalogProgram();
  return program;
};

const requestsAnswer = z.object({
  data: z.array(
    z.object({ number: z.number(), listener: z.string(), method: z.string(), path: z.string() }),
  ),
});

/** What the emulators were asked for after the request of this number. */
async function askedSince(since: number, { emulators }: CatalogProgram): Promise<Numbered[]> {
  const { data } = requestsAnswer.parse(await emulators.control('requests?limit=500'));
  return data
    .filter(({ number, listener }) => number > since && ['stripe', 'arm'].includes(listener))
    .map(({ number, listener, method, path }) => {
      const system = listener === 'arm' ? ('azure' as const) : ('stripe' as const);
      return { number, system, method, path };
    });
}
type Numbered = Request & { number: number };

describe("provisioning's rights", () => {
  it('are enough to make everything, to see it and to put it right, and none is without use', async () => {
    const running = await start();
    const { emulators, apim, apply, verify, run } = running;
    const { permissions } = keyOf('provisioning');
    await emulators.control('settings', { restrictedKeys: { [KEY]: permissions } });
    await expect(apply([], withKey)).resolves.toMatchObject({ code: 0, stderr: '' });
    await expect(verify(withKey)).resolves.toMatchObject({ code: 0 });
    const made = await askedSince(0, running);

    await apim.group.createOrUpdate(...APIM_AT, 'partners', { displayName: 'Partners' });
    await apim.productGroup.createOrUpdate(...APIM_AT, 'pro', 'partners');
    const before = Math.max(...(await askedSince(0, running)).map(({ number }) => number));
    await expect(apply([], withKey)).resolves.toMatchObject({ code: 0 });
    const partners = join(running.folder, 'partners.json');
    const shipped: object[] = JSON.parse(readFileSync(SHIPPED_CATALOG, 'utf8'));
    const shown = shipped.map((model) => ({ ...model, visibleTo: ['partners'] }));
    writeFileSync(partners, JSON.stringify(shown));
    const settings = { ...withKey, CATALOGUE_PATH: partners };
    await expect(run(['plan', '--migrate'], settings)).resolves.toMatchObject({ code: 0 });
    const mended = await askedSince(before, running);

    const asked = rightsOf([...made, ...mended]);
    expect(atAnyPace(asked.actions)).toEqual(atAnyPace(actionsOf('provisioning')));
    // Nobody has subscribed here: moving somebody writes subscriptions, and its preview names customers.
    const moving = { subscription: 'write', customer: 'read' };
    expect({ ...asked.permissions, ...moving }).toEqual(permissions);
  });

  it("are the rights that the operator's page reports as missing, and two more reads let it compare", async () => {
    const { emulators, settings, apply } = await start();
    await expect(apply()).resolves.toMatchObject({ code: 0 });
    const { permissions, operatorPage } = keyOf('application');
    const targets = targetsOf({ ...settings, ...withKey }, NO_SECRETS);
    const find = () => planCatalog(targets, loadCatalog());
    await emulators.control('settings', { restrictedKeys: { [KEY]: permissions } });
    const refused = await find().catch((error: unknown) => missingRight(targets, error));
    expect(refused).toContain('rak_product_read');
    expect(refused).toContain('Products: read');
    const all = { ...permissions, ...operatorPage };
    await emulators.control('settings', { restrictedKeys: { [KEY]: all } });
    expect((await find()).steps).toEqual([]);
  });

  it('end where they end: a key without one of them says where it is given, and changes nothing there', async () => {
    const { emulators, apply } = await start();
    const { permissions } = keyOf('provisioning');
    const restrictedKeys = { [KEY]: { ...permissions, price: 'read' } };
    await emulators.control('settings', { restrictedKeys });
    const refused = await apply([], withKey);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('[12/61] Stripe: create price tollgate_developer failed');
    expect(refused.stderr).toContain('the permission rak_price_write');
    expect(refused.stderr).toContain('API keys > the key > Edit > Prices: write');
  });
});
