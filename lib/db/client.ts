import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client';
import { guardWriting } from './writing-guard';

export interface Database {
  client: PrismaClient;
  close(): Promise<void>;
}

/**
 * Opens the database: a PostgreSQL server when an address is given, otherwise PostgreSQL in this process, stored in a
 * folder. `dataDir: null` keeps it in memory (tests).
 */
export async function openDatabase(options: {
  databaseUrl: string | null;
  dataDir: string | null;
  /** The largest number of connections to a server. */
  connections?: number;
  /** How often the database is asked whether a newer release has migrated it. */
  newerAskedEveryMs?: number;
}): Promise<Database> {
  const { databaseUrl, dataDir, connections = 10, newerAskedEveryMs } = options;
  if (databaseUrl) {
    const adapter = new PrismaPg({ connectionString: databaseUrl, max: connections });
    const client = new PrismaClient({ adapter: guardWriting(adapter, newerAskedEveryMs) });
    return { client, close: () => client.$disconnect() };
  }
  return embedded(dataDir, newerAskedEveryMs);
}

async function embedded(
  dataDir: string | null,
  newerAskedEveryMs: number | undefined,
): Promise<Database> {
  // Loaded only when it is used: the engine is 20 MB that a deployment with a PostgreSQL server never needs.
  const [{ PGlite }, { PrismaPGlite }, { openEmbedded }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('pglite-prisma-adapter'),
    import('./embedded'),
  ]);
  const engine = dataDir ? await openEmbedded(dataDir) : await PGlite.create();
  const adapter = new PrismaPGlite(engine);
  const client = new PrismaClient({ adapter: guardWriting(adapter, newerAskedEveryMs) });
  return {
    client,
    async close() {
      await client.$disconnect();
      await engine.close();
    },
  };
}
