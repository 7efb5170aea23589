import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { catalogSettings } from '../../lib/server/catalog/catalog-settings';
import { catalogTargets } from '../../lib/server/catalog/catalog-targets';
import { loadCatalog } from '../../lib/server/catalog/load-catalog';
import { parseEnv } from '../../lib/server/env/env';
import { STRIPE_API_VERSION } from '../../lib/stripe/client';
import {
  APIM_AT as AT,
  type CatalogProgram,
  DELEGATION_KEY as KEY,
  startCatalogProgram,
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
});

afterAll(async () => {
  await program?.stop();
});

describe('provisioning an empty Stripe and an empty API Management', () => {
  it('shows a plan and changes nothing', async () => {
    const planned = await program.run(['plan']);
    expect(planned).toMatchObject({ code: 0, stderr: '' });
    expect(planned.stdout).toContain('price tollgate_enterprise');
    expect(planned.stdout).toContain('policy of product free');
    await expect(program.verify()).resolves.toMatchObject({ code: 1 });
    expect((await stripe.products.list()).data).toEqual([]);
  });

  it('makes all of it, and a second time finds nothing to do', async () => {
    const first = await program.apply();
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/Done: \d+ changed/);
    const second = await program.apply();
    expect(second.code).toBe(0);
    expect(second.stdout).toContain('Nothing to change');
    await expect(program.verify()).resolves.toMatchObject({ code: 0 });
  });

  it('keeps the signing secret where only its owner reads it, and off the screen', async () => {
    expect(program.secret()).toMatch(/^whsec_\w+$/);
    expect(statSync(program.secretFile).mode & 0o777).toBe(0o600);
    const [endpoint, ...others] = (await stripe.webhookEndpoints.list()).data;
    expect(others).toEqual([]);
    expect(endpoint).toMatchObject({
      url: 'http://localhost:3000/api/webhooks/stripe',
      api_version: STRIPE_API_VERSION,
      status: 'enabled',
    });
  });

  it('sells nothing free at Stripe, and everything else by its look-up key', async () => {
    const { data } = await stripe.prices.list({ active: true, limit: 100 });
    expect(data.map((price) => price.lookup_key).sort()).toEqual([
      'tollgate_basic',
      'tollgate_developer',
      'tollgate_enterprise',
      'tollgate_payg',
      'tollgate_pro',
      'tollgate_standard',
    ]);
  });

  it('lets a user hold one free subscription and limits nothing else that way', async () => {
    const free = await apim.product.get(...AT, 'free');
    expect(free).toMatchObject({
      state: 'published',
      subscriptionRequired: true,
      approvalRequired: true,
      subscriptionsLimit: 1,
    });
    const basic = await apim.product.get(...AT, 'basic');
    expect(basic.subscriptionsLimit ?? null).toBeNull();
  });

  it('gives a key of any product something to call, within its limits', async () => {
    await apim.user.createOrUpdate(...AT, 'user-1', {
      email: 'ada@example.com',
      firstName: 'Ada',
      lastName: 'Lovelace',
    });
    const { primaryKey = '' } = await apim.subscription.createOrUpdate(...AT, 'sub-1', {
      ownerId: '/users/user-1',
      scope: '/products/free',
      displayName: 'My key',
      state: 'active',
      primaryKey: 'a-key-of-this-test',
    });
    const call = async (path: string) => {
      const response = await fetch(`${program.emulators.gatewayUrl}/sample${path}`, {
        headers: { 'Ocp-Apim-Subscription-Key': primaryKey || 'a-key-of-this-test' },
      });
      return { status: response.status, body: await response.text() };
    };
    await expect(call('/echo?greeting=hello')).resolves.toMatchObject({
      status: 200,
      body: expect.stringContaining('hello'),
    });
    await expect(call('/time')).resolves.toMatchObject({
      status: 200,
      body: expect.stringContaining('2026-11-23T10:00'),
    });
    await expect(call('/status/418')).resolves.toMatchObject({ status: 418 });
    for (let calls = 3; calls < 100; calls += 1) await call('/echo');
    await expect(call('/echo')).resolves.toMatchObject({ status: 403 });
  });

  it('sends the developer portal to the application', async () => {
    await expect(apim.delegationSettings.get(...AT)).resolves.toMatchObject({
      url: 'http://localhost:3000/apim-delegation',
      subscriptions: { enabled: true },
      userRegistration: { enabled: true },
    });
    await expect(apim.delegationSettings.listSecrets(...AT)).resolves.toMatchObject({
      validationKey: KEY,
    });
  });
});

describe('what has drifted', () => {
  it('is found and put right again', async () => {
    await stripe.products.update('tollgate_basic', { name: 'Cheap' });
    await apim.product.update(...AT, 'free', '*', { subscriptionsLimit: 5 });
    await apim.productPolicy.delete(...AT, 'basic', 'policy', '*');
    const drifted = await program.verify();
    expect(drifted.code).toBe(1);
    expect(drifted.stdout).toContain('name: Cheap -> Basic');
    expect(drifted.stdout).toContain('subscriptionsLimit: 5 -> 1');
    expect(drifted.stdout).toContain('policy of product basic');
    expect(drifted.stdout).toContain('3 to change');
    await expect(program.apply()).resolves.toMatchObject({ code: 0 });
    await expect(program.verify()).resolves.toMatchObject({ code: 0 });
  });

  it('as JSON is readable by a program', async () => {
    const { stdout } = await program.apply(['--json']);
    expect(JSON.parse(stdout)).toMatchObject({ changes: [], applied: true });
  });

  it('by a lost signing secret gets a new endpoint, and the old one goes', async () => {
    const before = program.secret();
    const [old] = (await stripe.webhookEndpoints.list()).data;
    rmSync(program.secretFile);
    await expect(program.apply()).resolves.toMatchObject({ code: 0 });
    expect(program.secret()).not.toBe(before);
    const endpoints = (await stripe.webhookEndpoints.list()).data;
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0]?.id).not.toBe(old?.id);
  });
});

describe('provisioning refuses', () => {
  it('a live key, unless that is said', async () => {
    // Beside an emulator's addresses a live key is no setting at all; nothing is asked of Stripe before it is refused.
    const refused = await program.run(['apply', '--yes'], {
      STRIPE_SECRET_KEY: 'sk_live_provision0',
      STRIPE_PUBLISHABLE_KEY: 'pk_live_provision0',
      STRIPE_API_BASE: '',
      STRIPE_JS_URL: '',
      CLOCK_URL: '',
    });
    expect(refused.stderr).toContain('--allow-live');
    expect(refused.code).toBe(2);
  });

  it('no live key for looking', async () => {
    const settings = catalogSettings(() => parseEnv(program.settings, 'provisioning'));
    const looking = runCatalog({
      options: parseOptions(['plan']),
      targets: catalogTargets(
        { ...settings, stripe: { ...settings.stripe, secretKey: 'sk_live_provision0' } },
        secretFileAt(program.secretFile),
      ),
      catalog: loadCatalog(),
      isProduction: false,
      conversation: { say: () => {}, ask: async () => false },
    });
    // The emulator's own answer: the question came that far.
    await expect(looking).rejects.toThrow('Invalid API Key provided');
  });

  it('to apply when nobody can be asked', async () => {
    const lost = join(program.folder, 'elsewhere');
    const refused = await program.run(['apply', '--webhook-secret-file', lost]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--yes');
    expect(existsSync(lost)).toBe(false);
  });

  it('to start without settings, naming what is missing', async () => {
    const refused = await program.run(['plan'], { STRIPE_SECRET_KEY: '' });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('STRIPE_SECRET_KEY');
  });
});
