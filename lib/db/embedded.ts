import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type FolderLock, FolderLockInUse, takeFolderLock } from './folder-lock';

/** Where the embedded database keeps its files below the data folder. */
export function embeddedDatabaseDir(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/** Called when another process has taken over the folder that this one had open. */
export type OnLockLost = (message: string) => void;

export interface EmbeddedOptions {
  onLost?: OnLockLost;
  refreshEveryMs?: number;
  staleAfterMs?: number;
}

/**
 * Opens the embedded PostgreSQL, and creates it when it isn't there. Only one process at a time may open it: PGlite
 * itself does not check, and two writers would corrupt the files, so there is a lock file next to the folder. A lock
 * left behind is taken over. Throws EmbeddedDatabaseInUse when another process has it open.
 */
export async function openEmbedded(
  dataDir: string,
  { onLost = endProcess, ...timing }: EmbeddedOptions = {},
): Promise<PGlite> {
  const dir = embeddedDatabaseDir(dataDir);
  await mkdir(dir, { recursive: true });
  const lock = await takeFolderLock(`${dir}.lock`, {
    ...timing,
    onLost: () => onLost(lostMessage(dataDir)),
    onWait: (waitMs) =>
      process.stderr.write(
        `The embedded database in ${dataDir} was open elsewhere; waiting ${Math.ceil(waitMs / 1000)} s to see whether it still is.\n`,
      ),
  }).catch((error: unknown) => {
    throw error instanceof FolderLockInUse ? new EmbeddedDatabaseInUse(dir, error.holder) : error;
  });
  try {
    return guarded(await PGlite.create(dir), lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

export class EmbeddedDatabaseInUse extends Error {
  override readonly name = 'EmbeddedDatabaseInUse';
  constructor(path: string, holder: string) {
    super(
      `The embedded database in ${dirname(path)} is open in ${holder}. ` +
        'Stop that process, or set DATABASE_URL to share a PostgreSQL server.',
    );
  }
}

function lostMessage(dataDir: string): string {
  return (
    `The embedded database in ${dataDir} was taken over by another process, so this one ends. ` +
    'Run one application on it, or set DATABASE_URL to share a PostgreSQL server.'
  );
}

/** Continuing would answer from rows that are not the database's any more, and lose what it writes. */
function endProcess(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Checks the lock before each message to the engine, and releases it when the engine is closed. */
function guarded(pglite: PGlite, lock: FolderLock): PGlite {
  const send = pglite.execProtocolRawSync.bind(pglite);
  pglite.execProtocolRawSync = (message) => {
    lock.assertLocked();
    return send(message);
  };
  const close = pglite.close.bind(pglite);
  pglite.close = async () => {
    // The engine writes when it is closed, and by now the files belong to another process.
    try {
      lock.assertLocked();
    } catch {
      return;
    }
    await close();
    await lock.release();
  };
  return pglite;
}
