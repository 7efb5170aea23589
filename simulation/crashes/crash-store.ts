import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { migrate } from '../../lib/db/migrate';
import {
  asAdministrator,
  openInFolder,
  openOnServer,
  type SimulatedDatabase,
} from '../machine/simulated-database';
import type { CrashOrder } from './crash-order';

/** A database that one process leaves and another one finds, and copies of it from before. */
export interface CrashStore {
  /** Where the process to be killed finds it. */
  address: CrashOrder['database'];
  /** As it is: nobody else may have it open. */
  open(): Promise<SimulatedDatabase>;
  /** A copy of what it is now, to be ruined. */
  copy(): Promise<CrashStore>;
  remove(): Promise<void>;
}

export async function makeStore(serverUrl: string | null): Promise<CrashStore> {
  return serverUrl === null ? emptyFolder() : emptyOnServer(serverUrl);
}

async function emptyOnServer(serverUrl: string): Promise<CrashStore> {
  const name = nameOf();
  await asAdministrator(serverUrl, `CREATE DATABASE ${name}`);
  const store = onServer(serverUrl, name);
  await migrate({ kind: 'server', databaseUrl: urlOf(serverUrl, name) });
  return store;
}

function onServer(serverUrl: string, name: string): CrashStore {
  const url = urlOf(serverUrl, name);
  return {
    address: { kind: 'server', url },
    open: async () => openOnServer(url),
    async copy() {
      const other = nameOf();
      await asAdministrator(serverUrl, `CREATE DATABASE ${other} TEMPLATE ${name}`);
      return onServer(serverUrl, other);
    },
    remove: () => asAdministrator(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function emptyFolder(): Promise<CrashStore> {
  const dataDir = folder();
  const pglite = await PGlite.create(dataDir);
  await migrate({ kind: 'opened', pglite });
  await pglite.close();
  return inFolder(dataDir);
}

function inFolder(dataDir: string): CrashStore {
  return {
    address: { kind: 'folder', dataDir },
    open: () => openInFolder(dataDir),
    async copy() {
      const other = folder();
      cpSync(dataDir, other, { recursive: true });
      return inFolder(other);
    },
    remove: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

const folder = (): string => mkdtempSync(join(tmpdir(), 'tollgate-crash-'));
const nameOf = (): string => `tollgate_crash_${randomUUID().slice(0, 8)}`;

function urlOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
