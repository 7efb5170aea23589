import { join, resolve } from 'node:path';
import { compiledEmulators, compileInto } from '../world/compile';
import { COMPILED_PROGRAMS, PROGRAMS } from '../world/program';
import { resultsDir } from './command';

/**
 * Compiles the programs once, for the stages to come: they start them hundreds of times, and hundreds of sources take
 * four times as long to load.
 */
export async function compilePrograms(): Promise<void> {
  // A test of this command has started it: the files are in use.
  if (process.env[COMPILED_PROGRAMS]) return;
  await compiledEmulators();
  const outdir = resolve(join(resultsDir, 'programs'));
  await compileInto(outdir, PROGRAMS);
  process.env[COMPILED_PROGRAMS] = outdir;
}
