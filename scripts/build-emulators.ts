/** `npm run build -w emulators`: the package as it is published. The program itself, its module, the module's types. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileEmulators } from './world/compile';

const folder = fileURLToPath(new URL('../emulators', import.meta.url));

await Promise.all([compileEmulators('main'), compileEmulators('index')]);
makeTypes();
writeFileSync(join(folder, 'dist/third-party-licenses.txt'), licenses());

/** Of the compiler's files only the first is needed: it names no other. */
function makeTypes(): void {
  const types = join(folder, 'dist/types');
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const args = [join(typescript, 'bin/tsc'), '-p', 'tsconfig.types.json'];
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  const index = join(types, 'index.d.ts');
  if (/\bfrom '|import\(/.test(readFileSync(index, 'utf8')))
    throw new Error('emulators/index.ts shows a type of another file: declare it there.');
  copyFileSync(index, join(folder, 'dist/index.d.mts'));
  rmSync(types, { recursive: true });
}

/** Of the packages that are in the compiled file, whose licenses want to go with them. */
function licenses(): string {
  const map = JSON.parse(readFileSync(join(folder, 'dist/main.mjs.map'), 'utf8'));
  const inPackage = /^(.*node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)[/\\]/;
  const packages = new Set(
    (map.sources as string[]).flatMap((source) => inPackage.exec(source)?.[1] ?? []),
  );
  return [...packages]
    .sort()
    .map((path) => licenseOf(resolve(folder, 'dist', path)))
    .join('\n\n');
}

function licenseOf(path: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const file = readdirSync(path).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(path, file), 'utf8').trim() : '';
  return `${name} ${version} (${license})\n\n${text}`.trim();
}
