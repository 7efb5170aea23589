import { rmSync } from 'node:fs';
import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/** Where the embedded database keeps its files below the data folder. */
export function embeddedDatabaseDir(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/**
 * Opens the embedded PostgreSQL, which is made when it isn't there. One process at a time: PGlite
 * itself does not look, and two writers would ruin the files, so a lock file with the process id
 * stands beside the folder. A lock left behind is taken over.
 */
export async function openEmbedded(dataDir: string): Promise<PGlite> {
  const dir = embeddedDatabaseDir(dataDir);
  await mkdir(dir, { recursive: true });
  const release = await lock(`${dir}.lock`);
  try {
    const pglite = await PGlite.create(dir);
    return releasedOnClose(pglite, release);
  } catch (error) {
    await release();
    throw error;
  }
}

export class EmbeddedDatabaseInUse extends Error {
  override readonly name = 'EmbeddedDatabaseInUse';
  constructor(path: string, pid: number) {
    super(
      `The embedded database in ${dirname(path)} is open in process ${pid}. ` +
        'Stop that process, or set DATABASE_URL to share a PostgreSQL server.',
    );
  }
}

/**
 * A lock counts while its process lives and refreshes it: after a crash the same process id may
 * belong to some other program.
 */
async function lock(path: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return hold(path);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    // In a container every start can have the same id, so our own id is a lock left behind too.
    if (holder !== process.pid && isRunning(holder) && (await isFresh(path))) {
      throw new EmbeddedDatabaseInUse(path, holder);
    }
    await rm(path, { force: true });
  }
  throw new Error(`The lock ${path} is taken again each time it is released`);
}

const refreshEveryMs = 5_000;
const staleAfterMs = 30_000;

function hold(path: string): () => Promise<void> {
  const timer = setInterval(() => {
    const now = new Date();
    // It may have been deleted with the whole folder; there is nothing to hold then.
    utimes(path, now, now).catch(() => {});
  }, refreshEveryMs);
  timer.unref();
  const onExit = () => rmSync(path, { force: true });
  process.once('exit', onExit);
  return async () => {
    clearInterval(timer);
    process.off('exit', onExit);
    await rm(path, { force: true });
  };
}

async function isFresh(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < staleAfterMs;
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function releasedOnClose(pglite: PGlite, release: () => Promise<void>): PGlite {
  const close = pglite.close.bind(pglite);
  pglite.close = async () => {
    await close();
    await release();
  };
  return pglite;
}
