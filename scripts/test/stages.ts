import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../world/build';
import { postgresBinaries, startPostgres } from '../world/postgres';
import { advisories } from './advisories';
import { type Ran, resultsDir, runNode } from './command';
import { commits } from './commits';
import { fromPlaywright, fromVitest, type StageResult, single } from './results';
import { simulation } from './simulation';
import { howToGet, isPresent } from './system-packages';

export interface Stage {
  id: string;
  title: string;
  needs?: 'chromium' | 'postgresql';
  startsPrograms?: true;
  /** `only`: not a part of the whole, which proves the same and more. */
  quick?: true | 'only';
  run: (earlier: ReadonlyMap<string, StageResult>) => Promise<StageResult>;
}

const bin = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  knip: 'node_modules/knip/bin/knip.js',
  next: 'node_modules/next/dist/bin/next',
  playwright: 'node_modules/@playwright/test/cli.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
};

const WHOLE_LOOP = 'lib/use-cases/schedule/whole-loop.integration.test.ts';

/** In the order in which they run: the quick ones first. */
export const stages: readonly Stage[] = [
  {
    id: 'lint',
    quick: true,
    title: 'Format and lint',
    run: () => tool('lint', [bin.biome, 'ci', '--colors=off', '.']),
  },
  { id: 'types', quick: true, title: 'Types', run: types },
  {
    id: 'imports',
    quick: true,
    title: 'Import rules',
    run: () => tool('imports', ['scripts/checks/imports.mjs']),
  },
  {
    id: 'unused',
    quick: true,
    title: 'Dead code',
    run: () => tool('unused', [bin.knip, '--no-progress']),
  },
  {
    id: 'schema',
    quick: true,
    title: 'Schema and migrations',
    run: () => tool('schema', ['--import', 'tsx', 'scripts/schema-check.ts']),
  },
  { id: 'commits', quick: true, title: 'Messages of commits', run: commits },
  { id: 'advisories', title: 'Known holes', run: advisories },
  { id: 'unit', quick: true, title: 'Unit tests', run: () => vitest('unit', ['unit']) },
  {
    id: 'smoke',
    title: 'The loop, once',
    startsPrograms: true,
    quick: 'only',
    run: () => vitest('smoke', ['integration'], { files: [WHOLE_LOOP] }),
  },
  {
    id: 'integration',
    title: 'Integration tests, PGlite',
    startsPrograms: true,
    run: () => vitest('integration', ['integration', 'vendors']),
  },
  {
    id: 'postgres',
    title: 'Integration tests, PostgreSQL',
    startsPrograms: true,
    needs: 'postgresql',
    run: onPostgres,
  },
  { id: 'simulation', title: 'Simulation', startsPrograms: true, run: simulation },
  { id: 'build', title: 'Production build', run: production },
  { id: 'e2e', title: 'End to end', needs: 'chromium', startsPrograms: true, run: endToEnd },
];

async function tool(name: string, args: readonly string[]): Promise<StageResult> {
  return single(await runNode(name, args));
}

// Next writes the types of routes and of images first, which a fresh clone doesn't have.
async function types(): Promise<StageResult> {
  const generated = await runNode('typegen', [bin.next, 'typegen']);
  if (!generated.ok) return single(generated);
  return tool('types', [bin.tsc, '--noEmit', '-p', '.']);
}

async function vitest(
  name: string,
  projects: readonly ('unit' | 'integration' | 'vendors')[],
  { files = [], env = {} }: { files?: readonly string[]; env?: Record<string, string> } = {},
): Promise<StageResult> {
  const file = join(resultsDir, `${name}.json`);
  rmSync(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const chosen = projects.map((project) => `--project=${project}`);
  const ran = await runNode(name, [bin.vitest, 'run', ...files, ...chosen, ...reporters], env);
  return fromVitest(ran, file);
}

async function onPostgres(): Promise<StageResult> {
  const binaries = postgresBinaries();
  if (binaries === null) {
    const note = howToGet('postgresql');
    // A laptop may do without; the machine that decides about a change may not.
    return { passed: 0, failed: process.env.CI ? 1 : 0, note: `skipped: ${note}`, output: note };
  }
  const server = await startPostgres(binaries);
  try {
    return await vitest('postgres', ['integration'], { env: { TEST_DATABASE_URL: server.url } });
  } finally {
    await server.stop();
  }
}

async function production(): Promise<StageResult> {
  const ran: Ran = await build(join(resultsDir, 'build.log')).then(
    () => ({ ok: true, output: '' }),
    (error: unknown) => ({ ok: false, output: String(error) }),
  );
  return single(ran);
}

async function endToEnd(earlier: ReadonlyMap<string, StageResult>): Promise<StageResult> {
  if (earlier.get('build')?.failed) return notRun('there is no build to test');
  if (!isPresent('chromium')) return notRun(howToGet('chromium'));
  const file = join(resultsDir, 'e2e.json');
  rmSync(file, { force: true });
  return fromPlaywright(await runNode('e2e', [bin.playwright, 'test']), file);
}

function notRun(why: string): StageResult {
  return { passed: 0, failed: 1, note: `not run: ${why}`, output: why };
}
