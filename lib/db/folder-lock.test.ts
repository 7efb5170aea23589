import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FolderLock, FolderLockInUse, FolderLockLost, takeFolderLock } from './folder-lock';

/** Short, and far enough apart that a busy machine does not make a living holder look dead. */
const timing = { refreshEveryMs: 40, staleAfterMs: 1_000 };

let dir: string;
let path: string;
let beating: NodeJS.Timeout | undefined;
const taken: FolderLock[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tollgate-lock-'));
  path = join(dir, 'postgres.lock');
});
afterEach(async () => {
  clearInterval(beating);
  for (const lock of taken.splice(0)) await lock.release();
  await rm(dir, { recursive: true, force: true });
});

async function take(onLost: () => void = () => {}, times = timing): Promise<FolderLock> {
  const lock = await takeFolderLock(path, { ...times, onLost });
  taken.push(lock);
  return lock;
}

/** A holder in another container: its process id exists here too, for another process. */
async function lockedElsewhere(
  entry: object = { id: 'theirs', pid: process.pid, place: 'a container' },
) {
  await writeFile(path, JSON.stringify(entry));
}

function keepBeating() {
  beating = setInterval(() => {
    const now = new Date();
    void utimes(path, now, now).catch(() => {});
  }, 20);
}

it('a holder in another process namespace keeps the lock while its heartbeat continues', async () => {
  await lockedElsewhere();
  keepBeating();
  await expect(take()).rejects.toThrow(FolderLockInUse);
  expect(await readFile(path, 'utf8')).toContain('theirs');
});

it('a lock from another process namespace is taken over after one staleness period without a heartbeat', async () => {
  await lockedElsewhere();
  const started = performance.now();
  await take();
  expect(performance.now() - started).toBeGreaterThan(timing.staleAfterMs - 50);
  expect(await readFile(path, 'utf8')).not.toContain('theirs');
});

it('a wrong clock does not make a living holder stale', async () => {
  await lockedElsewhere();
  const yearsAgo = new Date('2001-01-01T00:00:00Z');
  let beat = 0;
  beating = setInterval(() => {
    const then = new Date(yearsAgo.getTime() + beat++);
    void utimes(path, then, then).catch(() => {});
  }, 20);
  await expect(take()).rejects.toThrow(FolderLockInUse);
});

it('the lock of an older release, a bare process id, is watched before it is taken over', async () => {
  await writeFile(path, String(process.ppid));
  keepBeating();
  await expect(take()).rejects.toThrow(FolderLockInUse);
  clearInterval(beating);
  await take();
});

it('a lock that is released meanwhile is taken immediately', async () => {
  await lockedElsewhere();
  keepBeating();
  const taking = take(undefined, { refreshEveryMs: 40, staleAfterMs: 60_000 });
  clearInterval(beating);
  await rm(path);
  await taking;
  expect(await readFile(path, 'utf8')).toContain(hostname());
});

it('of several that find a stale lock at the same time, one gets it', async () => {
  await lockedElsewhere();
  // As in several processes: otherwise this one would refuse its own second opening first.
  const shared = globalThis as typeof globalThis & { tollgateFolderLocks?: Set<string> };
  const starts = [1, 2, 3, 4].map(() => {
    // Long enough before checking who won that no contender comes later, however busy the machine is.
    const started = take(undefined, { ...timing, refreshEveryMs: 4_000 });
    shared.tollgateFolderLocks?.clear();
    return started;
  });
  const results = await Promise.allSettled(starts);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('a second opening in the same process is refused', async () => {
  await take();
  await expect(take()).rejects.toThrow('held by this process');
});

it('a holder that lost its lock is notified, writes nothing more and leaves the lock to the other', async () => {
  const lost = new Promise<void>((resolve) => {
    void take(resolve);
  });
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain(hostname());
  await lockedElsewhere();
  await lost;
  const [lock] = taken;
  expect(() => lock?.assertLocked()).toThrow(FolderLockLost);
  await lock?.release();
  expect(await readFile(path, 'utf8')).toContain('theirs');
});

it('a process that was stopped for a while checks the lock before it writes again', async () => {
  let isLost = false;
  const lock = await take(() => {
    isLost = true;
  });
  await lockedElsewhere();
  // Like a stopped process: none of its timers runs meanwhile.
  const until = performance.now() + timing.refreshEveryMs * 3;
  while (performance.now() < until);
  expect(() => lock.assertLocked()).toThrow(FolderLockLost);
  expect(isLost).toBe(true);
});

it('a released lock is gone and can be taken again', async () => {
  const lock = await take();
  await lock.release();
  await expect(readFile(path)).rejects.toThrow('ENOENT');
  await take();
});
