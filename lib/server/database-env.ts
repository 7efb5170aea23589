import { z } from 'zod';

const server = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'postgresql://user:password@host:port/database');

/** Where the rows are. Nothing set: PostgreSQL in this process, its files in DATA_DIR. */
export const DATABASE = {
  DATABASE_URL: server.optional(),
  DATABASE_READ_URL: server.optional(),
  DATABASE_CONNECTIONS: z.coerce
    .number('a number of connections')
    .int()
    .min(2)
    .max(200)
    .default(10),
  DATA_DIR: z.string().default('.data'),
};

export interface DatabaseSettings {
  databaseUrl: string | null;
  /** A replica that may be seconds behind; for lists over everybody. */
  databaseReadUrl: string | null;
  /** At most so many, of this process, with each of the two. */
  databaseConnections: number;
  dataDir: string;
}

type Given = z.output<z.ZodObject<typeof DATABASE>>;

export function toDatabase(given: Given): DatabaseSettings {
  return {
    databaseUrl: given.DATABASE_URL ?? null,
    databaseReadUrl: given.DATABASE_READ_URL ?? null,
    databaseConnections: given.DATABASE_CONNECTIONS,
    dataDir: given.DATA_DIR,
  };
}

export function databaseProblems(given: Given): string[] {
  if (!given.DATABASE_READ_URL || given.DATABASE_URL) return [];
  return ['DATABASE_READ_URL is set and DATABASE_URL is not: a replica is one of a server.'];
}
