import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const emulators = join(root, 'emulators');

/** The one way in which programs of the project are compiled: for Node, with sources found in stack traces. */
function compile(options: BuildOptions): Promise<BuildResult> {
  return build({
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'error',
    ...options,
  });
}

/** Compiles programs that stay in the project, near their sources and packages, and share what they have in common. */
export async function compileInto(outdir: string, programs: readonly string[]): Promise<void> {
  await compile({
    entryPoints: [...programs],
    outdir,
    outbase: '.',
    splitting: true,
    packages: 'external',
    plugins: [nextsFiles, ownAddresses],
  });
}

/** `main`: the program; `index`: the same for programs that import it. */
export type EmulatorsFile = 'main' | 'index';

/** Compiles the emulators into one file, packages and all, which can be taken anywhere. */
export async function compileEmulators(name: EmulatorsFile = 'main'): Promise<string> {
  const started = new Date();
  const done = emulatorsFile(name);
  const { outputFiles = [] } = await compile({
    entryPoints: [join(emulators, `${name}.ts`)],
    outfile: done,
    write: false,
    plugins: [withFilesRead],
    banner: { js: REQUIRE },
  });
  mkdirSync(dirname(done), { recursive: true });
  for (const { path, contents } of outputFiles) {
    // Put in place at once: others may be starting it.
    const making = `${path}.${process.pid}-${performance.now()}`;
    writeFileSync(making, contents);
    // A source that has changed meanwhile is newer.
    utimesSync(making, started, started);
    renameSync(making, path);
  }
  return done;
}

/** The program of the emulators, compiled where it is missing or older than one of its sources. */
export async function compiledEmulators(): Promise<string> {
  const file = emulatorsFile('main');
  return changedMs(file) >= Math.max(...sourcesOfEmulators().map(changedMs))
    ? file
    : compileEmulators();
}

function emulatorsFile(name: EmulatorsFile): string {
  return join(emulators, 'dist', `${name}.mjs`);
}

function sourcesOfEmulators(): string[] {
  const isSource = (file: string) =>
    /\.(ts|json)$/.test(file) && !/\.test\.ts$|^(dist|node_modules)[/\\]/.test(file);
  const files = readdirSync(emulators, { recursive: true, encoding: 'utf8' }).filter(isSource);
  const own = fileURLToPath(import.meta.url);
  return [...files.map((file) => join(emulators, file)), join(root, 'package-lock.json'), own];
}

/** 0 for what is not there. */
function changedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

// Not in one piece: this file is compiled as well, and would have its own address there.
const ADDRESS = ['import', 'meta', 'url'].join('.');

/** For packages that are no modules: what they require of Node. */
const REQUIRE = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(${ADDRESS});`;

/** Next names its parts without an ending and declares no exports: only its own compiler finds them so. */
const nextsFiles: Plugin = {
  name: 'nexts-files',
  setup({ onResolve }) {
    onResolve({ filter: /^next\/[\w-]+$/ }, ({ path }) => ({ path: `${path}.js`, external: true }));
  },
};

/** Files next to a source are found from there, wherever the compiled file has been put. */
const ownAddresses: Plugin = {
  name: 'own-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (isPackages(path)) return null;
      const text = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { loader: 'ts', contents: text.replaceAll(ADDRESS, url) };
    });
  },
};

/** Files next to a source that it reads are included as text. */
const withFilesRead: Plugin = {
  name: 'with-files-read',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (isPackages(path)) return null;
      const text = await readFile(path, 'utf8');
      const contents = text.replaceAll(
        /readFileSync\(\s*new URL\('(\.[^']+)', import\.meta\.url\),\s*'utf8',?\s*\)/g,
        (_whole, name: string) =>
          JSON.stringify(readFileSync(resolve(dirname(path), name), 'utf8')),
      );
      if (contents.includes(ADDRESS))
        throw new Error(`${relative(root, path)} reads a file that would not come along.`);
      return { loader: 'ts', contents };
    });
  },
};

function isPackages(path: string): boolean {
  return /[/\\]node_modules[/\\]/.test(path);
}
