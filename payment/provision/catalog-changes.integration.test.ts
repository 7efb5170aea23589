import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadCatalog } from '../../lib/server/catalog/load-catalog';
import {
  APIM_AT as AT,
  SHIPPED_CATALOG as CATALOG,
  type CatalogProgram,
  startCatalogProgram,
  targetsOf,
} from '../../testing/catalog-program';
import { runCatalog } from './catalog';
import { parseOptions } from './options';
import { secretFileAt } from './secret-file';

// Each run is a program of its own, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let program: CatalogProgram;
let stripe: CatalogProgram['stripe'];
let apim: CatalogProgram['apim'];

beforeAll(async () => {
  program = await startCatalogProgram();
  ({ stripe, apim } = program);
  await expect(program.apply()).resolves.toMatchObject({ code: 0 });
});

afterAll(async () => {
  await program?.stop();
});

describe('a changed amount', () => {
  it('becomes a new price under the same look-up key, and the old price is archived', async () => {
    const changed = join(program.folder, 'changed.json');
    const text = readFileSync(CATALOG, 'utf8');
    expect(text).toContain('1495');
    writeFileSync(changed, text.replace('1495', '1595'));
    const settings = { CATALOGUE_PATH: changed };
    const [old] = (await stripe.prices.list({ lookup_keys: ['tollgate_basic'] })).data;

    await expect(program.verify(settings)).resolves.toMatchObject({ code: 1 });
    const args = ['apply', '--yes', '--webhook-secret-file', program.secretFile];
    const refused = await program.run(args, settings);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('$14.95 a month -> $15.95 a month');
    expect(refused.stderr).toContain('--allow-price-change');
    await expect(stripe.prices.retrieve(old?.id ?? '')).resolves.toMatchObject({ active: true });
    await expect(program.run([...args, '--allow-price-change'], settings)).resolves.toMatchObject({
      code: 0,
    });

    const { data } = await stripe.prices.list({ lookup_keys: ['tollgate_basic'] });
    expect(data).toMatchObject([{ active: true, unit_amount: 1595 }]);
    await expect(stripe.prices.retrieve(old?.id ?? '')).resolves.toMatchObject({
      active: false,
      unit_amount: 1495,
    });
    await expect(program.verify(settings)).resolves.toMatchObject({ code: 0 });
  });
});

describe('what left the catalog', () => {
  it('is not sold any more and not deleted; what others made is reported and left alone', async () => {
    const smaller = join(program.folder, 'smaller.json');
    const models: { id: string }[] = JSON.parse(readFileSync(CATALOG, 'utf8'));
    writeFileSync(smaller, JSON.stringify(models.filter(({ id }) => id !== 'pro')));
    const settings = { CATALOGUE_PATH: smaller };
    await apim.product.createOrUpdate(...AT, 'starter', {
      displayName: 'Starter',
      state: 'published',
      subscriptionRequired: true,
    });
    await stripe.prices.create({
      product: 'tollgate_standard',
      currency: 'usd',
      unit_amount: 1,
      recurring: { interval: 'month' },
    });

    const planned = await program.run(['plan', '--json'], settings);
    const { changes, orphans } = JSON.parse(planned.stdout);
    expect(changes).toMatchObject([
      { subject: 'price tollgate_basic', action: 'replace' },
      { subject: 'price tollgate_pro', action: 'archive' },
      { subject: 'product tollgate_pro', action: 'archive' },
      // Its description says the price in the developer portal.
      { subject: 'product basic', action: 'update' },
      { subject: 'product pro', action: 'unpublish' },
    ]);
    expect(orphans).toMatchObject([
      { subject: expect.stringMatching(/^price price_/) },
      { subject: 'meter tollgate_calls_pro' },
      { subject: 'product starter' },
    ]);

    const args = [
      'apply',
      '--yes',
      '--webhook-secret-file',
      program.secretFile,
      '--allow-price-change',
    ];
    await expect(program.run(args, settings)).resolves.toMatchObject({ code: 0 });
    await expect(apim.product.get(...AT, 'pro')).resolves.toMatchObject({ state: 'notPublished' });
    await expect(apim.product.get(...AT, 'starter')).resolves.toMatchObject({ state: 'published' });
    await expect(stripe.products.retrieve('tollgate_pro')).resolves.toMatchObject({
      active: false,
    });
    await expect(program.verify(settings)).resolves.toMatchObject({ code: 0 });

    // Back in the catalog, all of it is sold again under the same names.
    await expect(program.apply()).resolves.toMatchObject({ code: 0 });
    await expect(program.verify()).resolves.toMatchObject({ code: 0 });
    await expect(apim.product.get(...AT, 'pro')).resolves.toMatchObject({ state: 'published' });
  });
});

describe('a plan that went stale', () => {
  it('is refused by its name, and nothing is done', async () => {
    await stripe.products.update('tollgate_basic', { name: 'Cheap' });
    const args = ['--webhook-secret-file', program.secretFile];
    const { plan } = JSON.parse((await program.run(['plan', '--json', ...args])).stdout);
    await stripe.products.update('tollgate_basic', { name: 'Cheaper' });
    const refused = await program.apply(['--plan', plan]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('out of date');
    await expect(stripe.products.retrieve('tollgate_basic')).resolves.toMatchObject({
      name: 'Cheaper',
    });
    const now = JSON.parse((await program.run(['plan', '--json', ...args])).stdout);
    await expect(program.apply(['--plan', now.plan])).resolves.toMatchObject({ code: 0 });
  });

  it('between the question and its answer is refused as well', async () => {
    await stripe.products.update('tollgate_basic', { name: 'Cheap' });
    const said: string[] = [];
    const applying = runCatalog({
      options: parseOptions(['apply']),
      targets: targetsOf(program.settings, secretFileAt(program.secretFile)),
      catalog: loadCatalog(),
      isProduction: false,
      conversation: {
        say: (line) => said.push(line),
        async ask() {
          await stripe.products.update('tollgate_basic', { name: 'Cheaper' });
          return true;
        },
      },
    });
    await expect(applying).rejects.toThrow(/out of date/);
    expect(said.join('\n')).toContain('name: Cheap -> Basic');
    await expect(stripe.products.retrieve('tollgate_basic')).resolves.toMatchObject({
      name: 'Cheaper',
    });
  });

  it('is not applied when the answer is no', async () => {
    const run = await runCatalog({
      options: parseOptions(['apply']),
      targets: targetsOf(program.settings, secretFileAt(program.secretFile)),
      catalog: loadCatalog(),
      isProduction: false,
      conversation: { say: () => {}, ask: async () => false },
    });
    expect(run).toMatchObject({ applied: false, plan: { steps: [{ action: 'update' }] } });
    await expect(program.apply()).resolves.toMatchObject({ code: 0 });
  });
});
