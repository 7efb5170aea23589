import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { COMPILED_PROGRAMS, PROGRAMS } from '../world/program';
import { resultsDir } from './command';

/** Files that lie beside a source are found from there, wherever the compiled file has been put. */
const ownAddresses: Plugin = {
  name: 'own-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (/[/\\]node_modules[/\\]/.test(path)) return null;
      const text = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', url) };
    });
  },
};

/**
 * Compiles the programs once, for the stages to come: they start them hundreds of times, and hundreds of sources take
 * four times as long to load.
 */
export async function compilePrograms(): Promise<void> {
  // A test of this command has started it: the files are in use.
  if (process.env[COMPILED_PROGRAMS]) return;
  const outdir = resolve(join(resultsDir, 'programs'));
  await build({
    entryPoints: [...PROGRAMS],
    outdir,
    outbase: '.',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'error',
    plugins: [ownAddresses],
  });
  process.env[COMPILED_PROGRAMS] = outdir;
}
