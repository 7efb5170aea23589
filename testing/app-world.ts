import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Product } from '../lib/domain/catalog/product';
import { type Telemetry, UNWATCHED } from '../lib/ports/telemetry';
import { parseEnv } from '../lib/server/env/env';
import { wire } from '../lib/server/wiring/wire';
import { startCheckout } from '../lib/use-cases/checkout/start-checkout';
import type { Deps } from '../lib/use-cases/deps';
import { processEvents } from '../lib/use-cases/events/process-events';
import { receiveEvent } from '../lib/use-cases/events/receive-event';
import { signUp } from '../lib/use-cases/identity/sign-up';
import { type FreshDatabase, freshDatabase } from '../scripts/vitest/fresh-database';
import { applyCatalog, provision, quietEdges, settingsOf } from './app-wiring';
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
  /** The catalog as it is from now on, at the vendors and in the application, as after `catalog apply` and a restart. */
  offer(
    change: (products: readonly Product[]) => readonly Product[],
    options?: { migrate: boolean },
  ): Promise<void>;
  /** Webhooks that arrive are answered and their work is left undone while this is off. */
  setWebhooksWorked(on: boolean): void;
  stop(): Promise<void>;
}

/** A world that was played before and is continued. */
export interface EarlierWorld {
  webhookSecret: string;
  /** Puts down the emulators' state for an application at this address; gives the folder. */
  unpack(appUrl: string): Promise<string>;
  openDatabase(emulators: RunningEmulators, appUrl: string): Promise<FreshDatabase>;
  /** Of the shipped products, and others, what is offered. */
  offered(products: readonly Product[]): Product[];
}

export async function startAppWorld(
  options: {
    /** Another key than provisioning's, and what it may do. */
    restrictedKey?: { key: string; permissions: Record<string, string> };
    telemetry?: Telemetry;
    /** Where the emulators keep their state; in memory otherwise. */
    dataDir?: string;
    earlier?: EarlierWorld;
  } = {},
): Promise<AppWorld> {
  const { earlier, restrictedKey } = options;
  const receiver = await listen();
  const appUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const dataDir = (await earlier?.unpack(appUrl)) ?? options.dataDir;
  const emulators = await startEmulators({ clock: '2026-01-10T09:07:00Z', quietMs: 0, dataDir });
  const database = await (earlier?.openDatabase(emulators, appUrl) ?? freshDatabase());
  const source = settingsOf(emulators, appUrl);
  const webhookSecret = earlier?.webhookSecret ?? (await provision(source));
  if (restrictedKey) {
    const restrictedKeys = { [restrictedKey.key]: restrictedKey.permissions };
    await emulators.control('settings', { restrictedKeys });
  }
  const key = restrictedKey ? { STRIPE_SECRET_KEY: restrictedKey.key } : {};
  const settings = { ...source, ...key, STRIPE_WEBHOOK_SECRET: webhookSecret };
  const { telemetry = UNWATCHED } = options;
  const deps = wire(parseEnv(settings), { ...quietEdges(database.client), telemetry });
  if (earlier) deps.catalog = { ...deps.catalog, products: earlier.offered(deps.catalog.products) };
  let isWorked = true;
  receive(receiver, deps, () => isWorked);
  return {
    deps,
    emulators,
    newUser: () => newUser(deps),
    buy: (userId, productId, card) => buy(deps, { userId, productId, card: card ?? VISA }),
    async advance(duration) {
      await emulators.control('clock', { advance: duration });
      if (isWorked) await processEvents(deps, 200);
    },
    call: (subscriptionId) => call(deps, subscriptionId),
    async offer(change, { migrate } = { migrate: false }) {
      const products = [...change(deps.catalog.products)];
      await applyCatalog(settings, { ...deps.catalog, products }, migrate);
      deps.catalog = { ...deps.catalog, products };
    },
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
      if (outcome.kind === 'stored' && isWorked()) await processEvents(deps);
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
  await processEvents(deps, 200);
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
