import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const longFile = Array.from({ length: 301 }, (_, n) => `export const a${n} = ${n};\n`).join('');

/** House rules that only count because a tool refuses what breaks them. */
const refused: readonly [rule: string, file: string, source: string][] = [
  ['noProcessEnv', 'lib/use-cases/a.ts', 'export const port = process.env.PORT;\n'],
  ['noProcessEnv', 'app/a.tsx', 'export const port = process.env.PORT;\n'],
  ['noBarrelFile', 'lib/ports/index.ts', "export { one } from './one';\n"],
  ['noExcessiveLinesPerFile', 'lib/domain/long.ts', longFile],
  ['noDefaultExport', 'lib/domain/b.ts', 'export default 1;\n'],
  ['noExplicitAny', 'lib/domain/c.ts', 'export const a = (b: any) => b;\n'],
  ['noNonNullAssertion', 'lib/domain/d.ts', 'export const a = (b: string[]) => b[0]!;\n'],
  ['useFilenamingConvention', 'lib/domain/aName.ts', 'export const a = 1;\n'],
  ['plugin', 'lib/domain/e.ts', 'export const a = () => Date.now();\n'],
  ['plugin', 'lib/domain/f.ts', 'export const a = () => Math.random();\n'],
  ['plugin', 'lib/domain/g.ts', 'export const a = () => new Date();\n'],
  ['plugin', 'lib/kit/a.ts', 'export const a = () => Date.now();\n'],
];

const accepted: readonly [file: string, source: string][] = [
  ['lib/server/env/env.ts', 'export const port = process.env.PORT;\n'],
  ['app/(site)/page.tsx', 'export default function Page() {\n  return null;\n}\n'],
  ['lib/domain/a.ts', 'export const a = (now: Date) => new Date(now.getTime() + 1);\n'],
];

let root: string;
let report: string[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tollgate-lint-'));
  for (const file of ['biome.json', '.gitignore', 'scripts/checks/pure-domain.grit']) {
    await cp(file, join(root, file));
  }
  for (const [, file, source] of refused) await write(file, source);
  for (const [file, source] of accepted) await write(file, source);
  report = await lint();
}, 30_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe('the linter', () => {
  it.each(refused)('refuses by %s what %s does', (rule, file) => {
    expect(errorsIn(file)).toContainEqual(expect.stringContaining(rule));
  });

  it.each(accepted)('lets %s do what it is for', (file) => {
    expect(errorsIn(file)).toEqual([]);
  });
});

// One line for each finding: ::error title=lint/style/noProcessEnv,file=/.../a.ts,line=1,...
function errorsIn(file: string): string[] {
  return report.filter((line) => line.startsWith('::error') && line.includes(`/${file},`));
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

function lint(): Promise<string[]> {
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--reporter=github', '--max-diagnostics=none', '.'];
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: root }, (_error, stdout, stderr) =>
      done((stdout + stderr).split('\n')),
    );
  });
}
