import type { SqlDriverAdapterFactory, SqlQueryable } from '@prisma/driver-adapter-utils';
import { beingUpdated } from '../kit/app-error';
import { BEGUN, IS_MIGRATED, migrationNames, newerThan } from './migration-state';

/** How long an answer of the database counts. */
const ASKED_EVERY_MS = 2_000;

/**
 * Refuses every statement that may write once a newer release has migrated the database in a way that this build can't
 * follow: an instance of the former release, on its way to be replaced, would write rows that the newer one misreads. What
 * only reads is answered as long as it can be. Statements of a transaction are those of its beginning.
 */
export function guardWriting(
  factory: SqlDriverAdapterFactory,
  askedEveryMs: number = ASKED_EVERY_MS,
): SqlDriverAdapterFactory {
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const ask = askNewer(adapter.queryRaw.bind(adapter));
    let asked: Promise<string[]> | null = null;
    let askedAt = Number.NEGATIVE_INFINITY;
    const confirm = async () => {
      if (asked === null || performance.now() - askedAt >= askedEveryMs) {
        askedAt = performance.now();
        asked = ask();
      }
      const [newer] = await asked.catch((error: unknown) => {
        askedAt = Number.NEGATIVE_INFINITY;
        throw error;
      });
      if (newer !== undefined) throw beingUpdated();
    };
    const { queryRaw, executeRaw, executeScript, startTransaction } = adapter;
    adapter.queryRaw = async (query) => {
      if (!isReading(query.sql)) await confirm();
      return queryRaw.call(adapter, query);
    };
    adapter.executeRaw = async (query) => {
      await confirm();
      return executeRaw.call(adapter, query);
    };
    adapter.executeScript = async (script) => {
      await confirm();
      return executeScript.call(adapter, script);
    };
    adapter.startTransaction = async (level) => {
      await confirm();
      return startTransaction.call(adapter, level);
    };
    return adapter;
  };
  return factory;
}

/** A statement that begins with anything else, such as WITH, may write. */
const isReading = (sql: string) => /^\s*SELECT\b/i.test(sql);

function askNewer(queryRaw: SqlQueryable['queryRaw']): () => Promise<string[]> {
  let known: Promise<string[] | null> | null = null;
  let isMigrated = false;
  const rowsOf = async (sql: string) => (await queryRaw({ sql, args: [], argTypes: [] })).rows;
  return async () => {
    known ??= migrationNames().catch(ifAbsent);
    const names = await known;
    if (names === null) return [];
    isMigrated ||= (await rowsOf(IS_MIGRATED))[0]?.[0] === true;
    // One that was never migrated has no other table either.
    if (!isMigrated) return [];
    const begun = await rowsOf(BEGUN);
    return newerThan(
      names,
      begun.map(([name]) => String(name)),
    );
  };
}

/** A program that was taken out of the project without its migrations can't tell what is newer. */
function ifAbsent(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
