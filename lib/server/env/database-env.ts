import { z } from 'zod';
import { databaseTls } from './database-tls';

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
  const problems = (['DATABASE_URL', 'DATABASE_READ_URL'] as const)
    .filter((name) => databaseTls(given[name] ?? '') === 'unsaid')
    .map(
      (name) =>
        `${name} points to another machine and does not say that the connection is encrypted: add ?sslmode=verify-full, or ?sslmode=disable on a network of your own.`,
    );
  if (given.DATABASE_READ_URL && !given.DATABASE_URL) {
    problems.push(
      'DATABASE_READ_URL is set and DATABASE_URL is not: a replica is one of a server.',
    );
  }
  return problems;
}

/**
 * The settings whose servers are reached without TLS, or without checking the certificate, because the address says so.
 */
export function openlyAsked(app: DatabaseSettings): string[] {
  const addresses = { DATABASE_URL: app.databaseUrl, DATABASE_READ_URL: app.databaseReadUrl };
  return Object.entries(addresses)
    .filter(([, address]) => ['off', 'unchecked'].includes(databaseTls(address ?? '')))
    .map(([name]) => name);
}
