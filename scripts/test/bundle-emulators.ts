import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { resultsDir } from './command';

/** Files that lie beside a source are found from there, wherever the whole has been put. */
const ownAddresses: Plugin = {
  name: 'own-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]emulators[/\\].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', url) };
    });
  },
};

/**
 * The emulators as one file, for the stages to come: they start them a hundred times, and two hundred sources take four
 * times as long to load.
 */
export async function bundleEmulators(): Promise<void> {
  // A test of this command has started it: the file is in use.
  if (process.env.EMULATORS_BUNDLE) return;
  const outfile = resolve(join(resultsDir, 'emulators.mjs'));
  await build({
    entryPoints: ['emulators/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'error',
    plugins: [ownAddresses],
  });
  process.env.EMULATORS_BUNDLE = outfile;
}
