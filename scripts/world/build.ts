import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from './processes';

const stampFile = join('.next', 'built-from');
const sources = [
  'app',
  'lib',
  'payment',
  'public',
  'prisma/schema.prisma',
  'next.config.js',
  'package-lock.json',
  'tsconfig.json',
  'proxy.ts',
  'instrumentation.ts',
];

/** Whether .next was built from the sources as they are now. */
export function buildIsCurrent(): boolean {
  if (!existsSync(join('.next', 'BUILD_ID')) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === hashOfSources();
}

/** The production build, with a note of what it was made from. */
export async function build(logFile: string, abort?: AbortSignal): Promise<void> {
  const from = hashOfSources();
  // Building tries pages out; should one reach for the database, it must not be the real one.
  const scratch = mkdtempSync(join(tmpdir(), 'tollgate-build-'));
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CI: '1', DATA_DIR: scratch };
  const args = ['node_modules/next/dist/bin/next', 'build'];
  try {
    await runProcess({ name: 'The build', args, env, logFile }, abort);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  writeFileSync(stampFile, from);
}

export async function generateClient(logFile: string, abort?: AbortSignal): Promise<void> {
  await runProcess(
    { name: 'prisma generate', args: ['scripts/generate.mjs'], env: {}, logFile },
    abort,
  );
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesBelow)) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = listing(path);
  if (entries === null) return [path];
  return entries.flatMap((name) => filesBelow(join(path, name)));
}

// What is made, and what a build doesn't read.
const skipped = /^generated$|\.test\.tsx?$|\.md$/;

function listing(path: string): string[] | null {
  try {
    return readdirSync(path)
      .filter((name) => !skipped.test(name))
      .sort();
  } catch {
    return null;
  }
}
