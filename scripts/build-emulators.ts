/** `npm run build -w emulators`: the package as it is published. The program itself, its module, the module's types. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileEmulators } from './world/compile';

const folder = fileURLToPath(new URL('../emulators', import.meta.url));

await Promise.all([compileEmulators('main'), compileEmulators('index')]);
makeTypes();

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
