import type {
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  Transaction,
} from '@prisma/driver-adapter-utils';
import { Killed, type Life } from './life';

/**
 * The database as one process reaches it. A statement that changes something is a write; a transaction is one
 * write, its commit. When the process dies in the middle of one, the server rolls it back.
 */
export function watchedDatabase(
  inner: SqlDriverAdapterFactory,
  life: Life,
  /** Whether the connection ends with the process; an embedded database belongs to the test. */
  options: { dispose: boolean },
): SqlDriverAdapterFactory {
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => watched(await inner.connect(), life, options),
  };
}

function watched(
  inner: SqlDriverAdapter,
  life: Life,
  { dispose }: { dispose: boolean },
): SqlDriverAdapter {
  const info = inner.getConnectionInfo?.bind(inner);
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    queryRaw: (query) => life.pass(kindOf(query), () => inner.queryRaw(query)),
    executeRaw: (query) => life.pass(kindOf(query), () => inner.executeRaw(query)),
    executeScript: (script) => life.pass('write', () => inner.executeScript(script)),
    startTransaction: async (level) =>
      inTransaction(await life.pass('read', () => inner.startTransaction(level)), life),
    dispose: async () => (dispose ? inner.dispose() : undefined),
    ...(info ? { getConnectionInfo: info } : {}),
  };
}

function inTransaction(inner: Transaction, life: Life): Transaction {
  // Some drivers get COMMIT as a statement, others as a call.
  const commit = async <T>(step: () => Promise<T>): Promise<T> => {
    let isBegun = false;
    try {
      return await life.pass('write', () => {
        isBegun = true;
        return step();
      });
    } catch (error) {
      if (error instanceof Killed && !isBegun) await rollBack(inner);
      throw error;
    }
  };
  const run = <T>(query: SqlQuery, step: () => Promise<T>): Promise<T> => {
    if (/^\s*commit/i.test(query.sql)) return commit(step);
    return /^\s*rollback/i.test(query.sql) ? step() : life.pass('read', step);
  };
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    options: inner.options,
    queryRaw: (query) => run(query, () => inner.queryRaw(query)),
    executeRaw: (query) => run(query, () => inner.executeRaw(query)),
    commit: () => (inner.options.usePhantomQuery ? commit(() => inner.commit()) : inner.commit()),
    rollback: () => inner.rollback(),
  };
}

async function rollBack(inner: Transaction): Promise<void> {
  if (inner.options.usePhantomQuery) await inner.rollback();
  else await inner.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] });
}

function kindOf(query: SqlQuery): 'read' | 'write' {
  return /^\s*select/i.test(query.sql) ? 'read' : 'write';
}
