import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pidFile = (dataDir: string) => join(dataDir, 'demo.pid');

/** Below the application's own folder and not in it: a reset must not reach the data of real accounts. */
export const usualDataFolder = join('.data', 'demo');

/** The process id of a demo that runs on this data folder now. */
export function runningDemo(dataDir: string): number | null {
  if (!existsSync(pidFile(dataDir))) return null;
  const pid = Number(readFileSync(pidFile(dataDir), 'utf8'));
  if (!Number.isInteger(pid) || pid === process.pid) return null;
  try {
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

/** Marks the folder as ours; the answer gives it back. */
export function claimDataFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(pidFile(dataDir), String(process.pid));
  return () => rmSync(pidFile(dataDir), { force: true });
}

/** Deletes a demo's data. A folder that is not one (a wrong DATA_DIR) is left alone. */
export function resetDataFolder(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  const isDemo = existsSync(join(dataDir, 'demo.json'));
  const isBarelyBegun = readdirSync(dataDir).every((name) => /^(logs|demo\.pid)$/.test(name));
  if (!isDemo && !isBarelyBegun) {
    throw new Error(`${dataDir} doesn't look like demo data (no demo.json), so it wasn't deleted.`);
  }
  rmSync(dataDir, { recursive: true, force: true });
}
