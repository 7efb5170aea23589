import { type Database, openDatabase } from '../../db/client';
import type { PrismaClient } from '../../db/generated/client';
import type { Catalog } from '../../domain/catalog/catalog';
import type { ApiGateway } from '../../ports/api-gateway';
import type { Deps } from '../../use-cases/deps';
import { type Env, env } from '../env/env';
import { requestAddress } from '../http/request-address';
import { noteOwnCode } from '../http/request-edge';
import { later } from '../schedule/later';
import { wakeMail } from '../schedule/send-mail';
import { createTelemetry } from '../telemetry/telemetry';
import { log } from './log';
import { patienceOf } from './patience';
import { type ProcessEdges, wire } from './wire';

// Next loads route bundles and the instrumentation apart from one another; the database in the process must
// be opened once for all of them, so it hangs on globalThis.
const holder = globalThis as typeof globalThis & { tollgateDeps?: Promise<Wired> };

interface Wired {
  deps: Deps;
  /** The same, its database a replica where there is one. */
  reading: Deps;
  databases: Database[];
}

/** The real adapters, wired once per process. */
export async function getDeps(): Promise<Deps> {
  return (await wired()).deps;
}

/** For pages that list or count over everybody and write nothing: what they show may be seconds old. */
export async function getReadingDeps(): Promise<Deps> {
  return (await wired()).reading;
}

async function wired(): Promise<Wired> {
  noteOwnCode();
  holder.tollgateDeps ??= open(env()).catch((error: unknown) => {
    // A failed start (the database was not there yet) is retried by the next request.
    delete holder.tollgateDeps;
    throw error;
  });
  return holder.tollgateDeps;
}

/** Closes what was opened; after that the embedded database's files are complete and must not be used. */
export async function closeDeps(): Promise<void> {
  const open = await holder.tollgateDeps?.catch(() => null);
  await Promise.all((open?.databases ?? []).map((database) => database.close()));
}

async function open(settings: Env): Promise<Wired> {
  const { app } = settings;
  const { databaseUrl, databaseReadUrl, databaseConnections: connections, dataDir } = app;
  const database = await openDatabase({ databaseUrl, dataDir, connections });
  const patience = patienceOf(app.vendorPatienceSeconds);
  const built = wire(settings, processEdges(database.client), {
    stripe: { patience },
    apim: { patience },
  });
  const deps = { ...built, catalog: await namedCatalog(built.catalog, built.gateway) };
  if (databaseReadUrl === null) return { deps, reading: deps, databases: [database] };
  const replica = await openDatabase({ databaseUrl: databaseReadUrl, dataDir: null, connections });
  const reading = { ...deps, db: replica.client };
  return { deps, reading, databases: [database, replica] };
}

function processEdges(db: PrismaClient): ProcessEdges {
  const telemetry = createTelemetry();
  return { db, log, telemetry, requestAddress, later, wakeMail: () => wakeMail(db) };
}

/** A catalog without display names shows the gateway's; without an answer it shows the ids. */
async function namedCatalog(catalog: Catalog, gateway: ApiGateway): Promise<Catalog> {
  if (catalog.products.every((product) => product.displayName)) return catalog;
  try {
    const names = new Map((await gateway.listProducts()).map((product) => [product.id, product]));
    return {
      ...catalog,
      products: catalog.products.map((product) => ({
        ...product,
        displayName: product.displayName ?? names.get(product.id)?.displayName ?? null,
        description: product.description ?? names.get(product.id)?.description ?? null,
      })),
    };
  } catch (error) {
    log.warn({ err: error }, 'product names not read from API Management');
    return catalog;
  }
}
