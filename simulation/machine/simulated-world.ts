import type { PrismaClient } from '../../lib/db/generated/client';
import type { Catalog } from '../../lib/domain/catalog/catalog';
import { loadCatalog } from '../../lib/server/catalog/load-catalog';
import { parseEnv } from '../../lib/server/env/env';
import { wire } from '../../lib/server/wiring/wire';
import type { Deps } from '../../lib/use-cases/deps';
import { provision, quietEdges, settingsOf } from '../../testing/app-wiring';
import { type RunningEmulators, startEmulators } from '../../testing/emulators';
import { azureEdge, stripeEdge } from './edges';
import type { Life } from './life';
import { type SimulatedDatabase, startDatabase } from './simulated-database';
import { openInbox, type WebhookInbox } from './webhook-inbox';

export interface SimulatedWorld {
  emulators: RunningEmulators;
  database: SimulatedDatabase;
  inbox: WebhookInbox;
  catalog: Catalog;
  /** Emulated time. */
  now(): Date;
  /** Everything back to an empty, provisioned account at this time. */
  begin(at: Date): Promise<void>;
  /** The emulators were put to this time by other means. */
  continueAt(at: Date): void;
  /** Moves time; what is due on the way happens, webhooks arrive. */
  advanceTo(at: Date): Promise<void>;
  /** The surroundings of a process with this life. */
  depsFor(life: Life, newId: () => string): Deps;
  stop(): Promise<void>;
}

/** Longer than any answer takes here, and short enough to be waited for. */
const REQUEST_TIMEOUT_MS = 700;

/** What a world is made of besides its database. */
export interface Surroundings {
  emulators: RunningEmulators;
  inbox: WebhookInbox;
  catalog: Catalog;
  /** The application's environment. */
  settings: Record<string, string>;
}

/** Emulators, a database and an inbox, used for many schedules one after the other. */
export async function startWorld(options: { databaseUrl: string | null }): Promise<SimulatedWorld> {
  const [surroundings, database] = await Promise.all([
    startSurroundings(),
    startDatabase(options.databaseUrl),
  ]);
  const world = worldOn(surroundings, database);
  return {
    ...world,
    async stop() {
      await stopSurroundings(surroundings);
      await database.close();
    },
  };
}

/** Emulators with the catalog in them, at their checkpoint. */
export async function startSurroundings(): Promise<Surroundings> {
  const emulators = await startEmulators({ clock: '2026-01-01T00:00:00Z', quietMs: 0 });
  const inbox = await openInbox();
  const catalog = loadCatalog('simulation/products.json');
  const source = settingsOf(emulators, inbox.url);
  const webhookSecret = await provision(source, catalog);
  await emulators.control('checkpoint', {});
  return {
    emulators,
    inbox,
    catalog,
    settings: {
      ...source,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      // Its stories are of people who have several of everything.
      MAX_LIVE_SUBSCRIPTIONS: '1000',
      MAX_LIVE_SUBSCRIPTIONS_BEFORE_FIRST_PAYMENT: '1000',
    },
  };
}

export async function stopSurroundings({ emulators, inbox }: Surroundings): Promise<void> {
  await inbox.close();
  await emulators.stop();
}

export function worldOn(surroundings: Surroundings, database: SimulatedDatabase): SimulatedWorld {
  const { emulators, inbox, catalog, settings } = surroundings;
  const time = createTime(emulators);
  return {
    emulators,
    database,
    inbox,
    catalog,
    now: time.now,
    async begin(at) {
      await emulators.control('checkpoint/return', { clock: at.toISOString() });
      await database.empty();
      time.set(at);
    },
    continueAt: time.set,
    advanceTo: time.advanceTo,
    depsFor: (life, newId) => {
      const changes = { newId, clock: { now: time.ask } };
      return depsOf(settings, { db: database.connect(life), life, changes });
    },
    stop: async () => undefined,
  };
}

/** A process of the application: the real adapters, with its life at every edge. */
export function depsOf(
  settings: Record<string, string>,
  of: { db: PrismaClient; life: Life; changes?: Partial<Deps>; timeoutMs?: number },
): Deps {
  const { db, life, changes, timeoutMs = REQUEST_TIMEOUT_MS } = of;
  return wire(parseEnv(settings), quietEdges(db), {
    stripe: { timeoutMs, random: () => 0, onTheWay: stripeEdge(life) },
    apim: { timeoutMs, onTheWay: azureEdge(life) },
    deps: {
      catalog: loadCatalog('simulation/products.json'),
      later: (_name, work) => void work().catch(() => undefined),
      ...changes,
    },
  });
}

interface Time {
  now(): Date;
  set(at: Date): void;
  advanceTo(at: Date): Promise<void>;
  /** What the application's clock shows; on the way to another time the emulators are asked. */
  ask(): Promise<Date>;
}

function createTime(emulators: RunningEmulators): Time {
  let at = new Date(0);
  let isMoving = false;
  return {
    now: () => at,
    set(to) {
      at = to;
    },
    async advanceTo(to) {
      isMoving = true;
      try {
        await emulators.control('clock', { to: to.toISOString() });
        at = to;
      } finally {
        isMoving = false;
      }
    },
    async ask() {
      if (!isMoving) return at;
      const clock = await emulators.control('clock');
      if (typeof clock !== 'object' || clock === null || !('now' in clock)) {
        throw new Error('The emulators do not tell the time.');
      }
      return new Date(String(clock.now));
    },
  };
}
