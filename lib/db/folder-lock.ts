import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Held from `takeFolderLock` until `release`; the file's time is its heartbeat. */
export interface FolderLock {
  /** Throws when somebody else has taken the lock since; to be called before every write. Rarely reads a file. */
  assertLocked(): void;
  release(): Promise<void>;
}

export interface FolderLockOptions {
  /** Called once when another holder has taken the lock: any later write would corrupt that holder's files. */
  onLost: () => void;
  /** Called once when the start has to wait for another lock to become stale. */
  onWait?: (waitMs: number) => void;
  refreshEveryMs?: number;
  staleAfterMs?: number;
}

export class FolderLockInUse extends Error {
  override readonly name = 'FolderLockInUse';
  constructor(
    path: string,
    readonly holder: string,
  ) {
    super(`The lock ${path} is held by ${holder}`);
  }
}

export class FolderLockLost extends Error {
  override readonly name = 'FolderLockLost';
  constructor(path: string) {
    super(`The lock ${path} was taken over by another process`);
  }
}

interface Entry {
  /** Random for each holder: process ids repeat, across containers and over time. */
  id: string;
  pid: number;
  /** The host and process namespace in which the pid is valid. */
  place: string;
}

/**
 * Takes a lock file for this process. Whether the holder is alive is decided by its heartbeat, watched for a whole
 * staleness period: a process id says nothing about a holder in another container, and two clocks may differ. Only
 * where the id is valid (same host, same namespace) is the answer immediate. Throws FolderLockInUse.
 */
export async function takeFolderLock(
  path: string,
  options: FolderLockOptions,
): Promise<FolderLock> {
  const { refreshEveryMs = 5_000, staleAfterMs = 30_000 } = options;
  const own: Entry = { id: randomUUID(), pid: process.pid, place: place() };
  if (lockedHere.has(path)) throw new FolderLockInUse(path, 'this process');
  // Before the first wait, so that two openings in one process don't overlap.
  lockedHere.add(path);
  try {
    await claim(path, own, { ...options, refreshEveryMs, staleAfterMs });
  } catch (error) {
    lockedHere.delete(path);
    throw error;
  }
  return keepLock(path, own, { ...options, refreshEveryMs });
}

// Next loads the instrumentation and the routes as separate bundles, so a variable of this module is not shared.
const shared = globalThis as typeof globalThis & { tollgateFolderLocks?: Set<string> };
shared.tollgateFolderLocks ??= new Set();
const lockedHere = shared.tollgateFolderLocks;

type Timing = Required<Pick<FolderLockOptions, 'refreshEveryMs' | 'staleAfterMs'>>;

async function claim(path: string, own: Entry, options: FolderLockOptions & Timing): Promise<void> {
  if (await create(path, own)) return;
  let found = await watch(path, options);
  // Released: whoever creates the file now has it. A rename would displace a third start that was faster.
  while (found === 'released') {
    if (await create(path, own)) return;
    found = await watch(path, options);
  }
  if (found === 'held') {
    const entry = await read(path);
    throw new FolderLockInUse(path, entry ? `process ${entry.pid}` : 'another process');
  }
  // The rename replaces whatever is there, so of several that found the lock stale the last one has it. All wait for
  // one heartbeat before they check whose it is.
  const mine = `${path}.${own.id}`;
  try {
    await writeFile(mine, JSON.stringify(own));
    await rename(mine, path);
  } catch (error) {
    await rm(mine, { force: true });
    throw error;
  }
  await sleep(options.refreshEveryMs / 2);
  const now = await read(path);
  if (now?.id !== own.id) {
    throw new FolderLockInUse(path, now ? `process ${now.pid}` : 'another process');
  }
}

/** False when it exists already. */
async function create(path: string, own: Entry): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(own), { flag: 'wx' });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    // A full disk leaves an empty file behind, which the next start would see as another holder's lock.
    await rm(path, { force: true });
    throw error;
  }
}

async function watch(
  path: string,
  { refreshEveryMs, staleAfterMs, onWait }: FolderLockOptions & Timing,
): Promise<'held' | 'left-behind' | 'released'> {
  const entry = await read(path);
  if (entry?.place === place()) {
    // One that this process had earlier: it doesn't hold it now, and no other process here has its id.
    if (entry.pid === process.pid || !isRunning(entry.pid)) return 'left-behind';
    // The same machine has the same clock. A heartbeat that is too old means that another program has the id now.
    const isSilent = Date.now() - (await heartbeat(path)) >= staleAfterMs;
    return isSilent ? 'left-behind' : 'held';
  }
  onWait?.(staleAfterMs);
  const first = await heartbeat(path);
  const until = performance.now() + staleAfterMs;
  while (performance.now() < until) {
    await sleep(Math.min(refreshEveryMs / 2, until - performance.now()));
    if ((await heartbeat(path)) === 0) return 'released';
  }
  return (await heartbeat(path)) === first ? 'left-behind' : 'held';
}

function keepLock(
  path: string,
  own: Entry,
  { onLost, refreshEveryMs }: FolderLockOptions & Pick<Timing, 'refreshEveryMs'>,
): FolderLock {
  let state: 'held' | 'lost' | 'released' = 'held';
  let checkedAt = readTime();
  const lose = () => {
    if (state !== 'held') return;
    state = 'lost';
    clearInterval(timer);
    lockedHere.delete(path);
    onLost();
  };
  const beat = async () => {
    const entry = await read(path);
    if (state !== 'held') return;
    if (entry !== null && entry.id !== own.id) return lose();
    const now = new Date();
    // Deleted together with the whole folder: there is nothing left to hold.
    await utimes(path, now, now).catch(() => {});
    checkedAt = readTime();
  };
  const timer = setInterval(() => void beat().catch(() => {}), refreshEveryMs);
  timer.unref();
  const onExit = () => {
    if (readSync(path)?.id === own.id) rmSync(path, { force: true });
  };
  process.once('exit', onExit);
  return {
    assertLocked() {
      if (state === 'held' && isOlderThan(checkedAt, refreshEveryMs * 2)) {
        // The heartbeat was late: this process was stopped for a while (a suspended laptop, a paused container).
        const entry = readSync(path);
        if (entry !== null && entry.id !== own.id) lose();
        else checkedAt = readTime();
      }
      if (state === 'lost') throw new FolderLockLost(path);
    },
    async release() {
      if (state === 'held') lockedHere.delete(path);
      if (state !== 'lost') state = 'released';
      clearInterval(timer);
      process.off('exit', onExit);
      if ((await read(path))?.id === own.id) await rm(path, { force: true });
    },
  };
}

interface ReadTime {
  wallMs: number;
  runningMs: number;
}

function readTime(): ReadTime {
  return { wallMs: Date.now(), runningMs: performance.now() };
}

/** By either clock: the monotonic clock pauses while a machine sleeps, and the wall clock may be set back. */
function isOlderThan(then: ReadTime, ms: number): boolean {
  const now = readTime();
  return now.wallMs - then.wallMs > ms || now.runningMs - then.runningMs > ms;
}

/** 0 when there is no file. */
async function heartbeat(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return mtimeMs;
}

async function read(path: string): Promise<Entry | null> {
  return entryFrom(await readFile(path, 'utf8').catch(() => null));
}

function readSync(path: string): Entry | null {
  try {
    return entryFrom(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** A lock of an older release contains only a process id, without host or namespace. */
function entryFrom(text: string | null): Entry | null {
  if (text === null) return null;
  try {
    const { id, pid, place } = JSON.parse(text) as Partial<Entry>;
    if (typeof id === 'string') return { id, pid: Number(pid), place: String(place) };
  } catch {
    // An empty or torn file also counts as a lock, until its heartbeat says otherwise.
  }
  return { id: '', pid: Number.parseInt(text, 10) || 0, place: 'unknown' };
}

function place(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${hostname()} ${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Without /proc there are no process namespaces either.
    return hostname();
  }
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
