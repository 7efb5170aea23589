import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApimClient } from '../lib/apim/client';
import { createApimGateway } from '../lib/apim/gateway';
import { hashPassword, verifyPassword } from '../lib/auth/password';
import { createVault } from '../lib/auth/vault';
import { createOutbox } from '../lib/mail/outbox';
import { createClock } from '../lib/server/clock';
import { parseEnv } from '../lib/server/env';
import { createStripeClient } from '../lib/stripe/client';
import { createStripePayments } from '../lib/stripe/payments';
import type { Deps } from '../lib/use-cases/deps';
import { receiveEvent } from '../lib/use-cases/receive-event';
import { signUp } from '../lib/use-cases/sign-up';
import { startCheckout } from '../lib/use-cases/start-checkout';
import { workOffEvents } from '../lib/use-cases/work-off-events';
import { loadCatalogue } from '../payment/catalogue';
import { findDifferences, takeSteps } from '../payment/provision/provision';
import { readSettings } from '../payment/provision/settings';
import { secretTold } from '../payment/provision/stripe/secret-file';
import { type FreshDatabase, freshDatabase } from '../scripts/vitest/fresh-database';
import { type RunningEmulators, startEmulators } from './emulators';
import { payOnPage } from './pay-on-page';

/** The use cases with the real adapters, a database of their own and the emulators: what the application is, without pages. */
export interface AppWorld {
  deps: Deps;
  emulators: RunningEmulators;
  /** Signs somebody new up. */
  newUser(): Promise<string>;
  /** Buys a product: checkout, the hosted page, the webhook. Gives our subscription's id. */
  buy(userId: string, productId: string, card?: string): Promise<string>;
  /** Moves both emulators' clock; webhooks arrive on the way as they would. */
  advance(duration: string): Promise<void>;
  /** Calls through the gateway with the subscription's key; gives the HTTP status. */
  call(subscriptionId: string): Promise<number>;
  /** Webhooks that arrive are answered and their work is left undone while this is off. */
  setWebhooksWorked(on: boolean): void;
  stop(): Promise<void>;
}

export async function startAppWorld(
  options: {
    /** Another key than provisioning's, and what it may do. */
    restrictedKey?: { key: string; permissions: Record<string, string> };
  } = {},
): Promise<AppWorld> {
  const emulators = await startEmulators({ clock: '2026-01-10T09:07:00Z' });
  const database = await freshDatabase();
  const receiver = await listen();
  const appUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const source = settingsOf(emulators, appUrl);
  const webhookSecret = await provision(source);
  const { restrictedKey } = options;
  if (restrictedKey) {
    const restrictedKeys = { [restrictedKey.key]: restrictedKey.permissions };
    await emulators.control('settings', { restrictedKeys });
  }
  const key = restrictedKey ? { STRIPE_SECRET_KEY: restrictedKey.key } : {};
  const deps = wire({ ...source, ...key, STRIPE_WEBHOOK_SECRET: webhookSecret }, database);
  let isWorked = true;
  receive(receiver, deps, () => isWorked);
  return {
    deps,
    emulators,
    newUser: () => newUser(deps),
    buy: (userId, productId, card) => buy(deps, { userId, productId, card: card ?? VISA }),
    async advance(duration) {
      await emulators.control('clock', { advance: duration });
      if (isWorked) await workOffEvents(deps, 200);
    },
    call: (subscriptionId) => call(deps, subscriptionId),
    setWebhooksWorked(on) {
      isWorked = on;
    },
    async stop() {
      receiver.closeAllConnections();
      await new Promise((resolve) => receiver.close(resolve));
      await emulators.stop();
      await database.close();
    },
  };
}

export const VISA = '4242424242424242';
export const CRON_SECRET = 'cron-secret-of-tests';

function settingsOf(emulators: RunningEmulators, appUrl: string): Record<string, string> {
  return {
    APP_URL: appUrl,
    NEXTAUTH_SECRET: 'session-secret-of-tests-0123456789',
    CRON_SECRET,
    CLOCK_URL: `${emulators.stripeUrl}/_control/clock`,
    STRIPE_SECRET_KEY: 'sk_test_tollgate0123456789',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_tollgate0123456789',
    STRIPE_WEBHOOK_SECRET: 'whsec_notmadeyet',
    STRIPE_METER_WEBHOOK_SECRET: 'whsec_metersoftests',
    STRIPE_API_BASE: emulators.stripeUrl,
    AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
    APIM_RESOURCE_GROUP: 'tollgate',
    APIM_SERVICE_NAME: 'tollgate-apim',
    APIM_ARM_ENDPOINT: emulators.armUrl,
    APIM_ARM_TOKEN: 'token-of-tests',
    APIM_GATEWAY_URL: emulators.gatewayUrl,
    APIM_PORTAL_URL: emulators.portalUrl,
    APIM_DELEGATION_KEY: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  };
}

async function provision(source: Record<string, string>): Promise<string> {
  let secret = '';
  const settings = readSettings(() => parseEnv(source));
  const file = secretTold((told) => {
    secret = told;
  });
  const findings = await findDifferences(settings, loadCatalogue(), file);
  await takeSteps(findings.steps, () => {});
  if (!secret) throw new Error('Provisioning told no webhook secret.');
  return secret;
}

function wire(source: Record<string, string>, database: FreshDatabase): Deps {
  const { app, stripe, apim } = parseEnv(source);
  if (!stripe || !apim) throw new Error('The settings of the tests are incomplete.');
  return {
    db: database.client,
    payments: createStripePayments(createStripeClient(stripe), stripe),
    gateway: createApimGateway(createApimClient(apim), apim),
    catalogue: loadCatalogue(),
    clock: createClock(app.clockUrl),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    passwords: { hash: hashPassword, verify: verifyPassword },
    mail: createOutbox(database.client, { appUrl: app.url, wake: () => {} }),
    vault: createVault('session-secret-of-tests-0123456789'),
    requestAddress: async () => null,
    later: (_name, work) => void work(),
    newId: randomUUID,
    settings: {
      appUrl: app.url,
      portalUrl: apim.portalUrl,
      gatewayUrl: apim.gatewayUrl,
      graceDays: app.graceDays,
      usageLagMinutes: app.usageLagMinutes,
      signUp: 'instant',
      holdHours: app.holdHours,
      runBudgetSeconds: app.runBudgetSeconds,
    },
  };
}

async function listen(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/**
 * Does what the webhook route does, with the work before the answer instead of after it: so a test never races
 * the webhooks that it caused. The route's own order is shown in the browser tests.
 */
function receive(server: Server, deps: Deps, isWorked: () => boolean): void {
  server.on('request', async (request, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const outcome = await receiveEvent(deps, {
        rawBody: Buffer.concat(chunks).toString('utf8'),
        signature: String(request.headers['stripe-signature'] ?? ''),
      });
      if (outcome.kind === 'stored' && isWorked()) await workOffEvents(deps);
      response.writeHead(outcome.kind === 'stored' ? 200 : 400).end();
    } catch {
      // As the route does: the provider sends it again.
      response.writeHead(500).end();
    }
  });
}

async function newUser(deps: Deps): Promise<string> {
  const email = `ada-${randomUUID().slice(0, 8)}@example.com`;
  const outcome = await signUp(deps, {
    name: 'Ada Lovelace',
    email,
    password: 'four words make it',
  });
  if (outcome.kind !== 'signed-up') throw new Error(JSON.stringify(outcome));
  return outcome.userId;
}

async function buy(
  deps: Deps,
  input: { userId: string; productId: string; card: string },
): Promise<string> {
  const outcome = await startCheckout(deps, { ...input, name: `My ${input.productId}` });
  if (outcome.kind !== 'checkout') throw new Error(JSON.stringify(outcome));
  await payOnPage(outcome.url, input.card);
  await workOffEvents(deps, 200);
  const row = await deps.db.subscription.findUnique({
    where: { checkoutSessionId: outcome.sessionId },
  });
  if (!row) throw new Error(`No row for ${outcome.sessionId}`);
  return row.id;
}

async function call(deps: Deps, subscriptionId: string): Promise<number> {
  const keys = await deps.gateway.readKeys(subscriptionId);
  const response = await fetch(`${deps.settings.gatewayUrl}/sample/echo`, {
    headers: { 'Ocp-Apim-Subscription-Key': keys?.primary ?? 'none' },
  });
  await response.arrayBuffer();
  return response.status;
}
