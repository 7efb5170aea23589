import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

const guard = fileURLToPath(new URL('postgres-guard.mjs', import.meta.url));

/**
 * A PostgreSQL server of its own: new data in a temporary folder, reached by a socket there and by no port, no password,
 * nothing synced to disk. It ends with this program, however that ends. PostgreSQL refuses to run as root, so root
 * lends it another user.
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
    const command = [
      join(binaries, 'postgres'),
      '-D',
      data,
      '-k',
      dir,
      '-h',
      '',
      '-p',
      '5432',
      ...speed,
    ];
    const server = spawn(process.execPath, [guard, dir, ...command], {
      env: { ...process.env, POSTGRES_OWNER: owner ? `${owner.uid}:${owner.gid}` : '' },
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: process.platform !== 'win32',
    });
    await untilReady(server);
    return {
      // The host of the query is the folder of the socket; the other one is there for whoever reads an address.
      url: `postgresql://postgres@localhost:5432/postgres?host=${encodeURIComponent(dir)}`,
      stop: () => stop(server),
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

/** The guard ends the server and removes its folder. */
async function stop(server: ChildProcess): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.removeAllListeners('close');
    server.once('close', () => resolve());
  });
  server.stdin?.end();
  await closed;
}
