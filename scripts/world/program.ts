import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What of the project runs in a process of its own, by its source; the emulators are a package (`compile.ts`). */
export const PROGRAMS = [
  'payment/provision/main.ts',
  'scripts/migrate.ts',
  'simulation/main.ts',
  'simulation/crashes/main.ts',
  'simulation/worker.ts',
  'simulation/crashes/crash-child.ts',
] as const;

export type Program = (typeof PROGRAMS)[number];

/** Where the test command has compiled them; unset everywhere else, where they run from their sources. */
export const COMPILED_PROGRAMS = 'COMPILED_PROGRAMS';

/** What follows `node` to start a program: as compiled when it is, which takes a quarter of the time. */
export function programArgs(program: Program): string[] {
  const folder = process.env[COMPILED_PROGRAMS];
  const compiled = folder && join(folder, program.replace(/\.ts$/, '.mjs'));
  return compiled && existsSync(compiled)
    ? compiledArgs(compiled)
    : ['--import', 'tsx', join(root, program)];
}

export function compiledArgs(file: string): string[] {
  return ['--enable-source-maps', file];
}
