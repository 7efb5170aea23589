import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ThrowAwayPostgres {
  /** A superuser's address of the `postgres` database. */
  url: string;
  stop(): Promise<void>;
}

/** The folder with initdb and postgres: Debian keeps them off the path. Null when there is none. */
export function postgresBinaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  const folders = newestFirst.map((version) => join(debian, version, 'bin'));
  const path = (process.env.PATH ?? '').split(':').filter(Boolean);
  return [...folders, ...path].find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/**
 * A PostgreSQL server of its own: new data in a temporary folder, a free port, no password from this
 * machine, nothing synced to disk. PostgreSQL refuses to run as root, so root lends it another user.
 */
export async function startPostgres(binaries: string): Promise<ThrowAwayPostgres> {
  const dir = mkdtempSync(join(tmpdir(), 'tollgate-postgres-'));
  const owner = process.getuid?.() === 0 ? idsOf('postgres') : null;
  if (owner) chownSync(dir, owner.uid, owner.gid);
  const data = join(dir, 'data');
  const options = { ...owner, cwd: dir, stdio: 'pipe' as const };
  try {
    const flags = ['--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C'];
    execFileSync(join(binaries, 'initdb'), ['-D', data, '--no-sync', ...flags], options);
    const port = await freePort();
    const server = spawn(
      join(binaries, 'postgres'),
      ['-D', data, '-k', dir, '-h', '127.0.0.1', '-p', String(port), ...speed],
      { ...owner, cwd: dir, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await untilReady(server);
    return {
      url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
      stop: () => stop(server, dir),
    };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

const speed = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'].flatMap((setting) => [
  '-c',
  setting,
]);

function idsOf(user: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('close', (code) => reject(new Error(`postgres ended with ${code}:\n${said}`)));
  });
}

async function stop(server: ChildProcess, dir: string): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.removeAllListeners('close');
    server.once('close', () => resolve());
  });
  // SIGINT is "fast": sessions are ended instead of waited for.
  server.kill('SIGINT');
  await closed;
  rmSync(dir, { recursive: true, force: true });
}
