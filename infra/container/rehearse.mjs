// Does what the Dockerfile does, without a container engine: `npm run container:rehearse [folder]`.
// Builds a copy of what the image builder would be sent and lays the result out as in the image. rehearse-run.mjs then
// runs it from there as a user without rights (when started by root).
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sentToTheBuilder } from './dockerignore.mjs';
import { NOBODY, rehearseRun } from './rehearse-run.mjs';

const root = resolve(import.meta.dirname, '../..');
const work = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'tollgate-image-'));
const [src, app] = [join(work, 'src'), join(work, 'app')];
// A temporary folder is its maker's alone, and the programs run as somebody else.
mkdirSync(work, { recursive: true });
chmodSync(work, 0o755);

copySources();
build();
layOut();
await rehearseRun({ root, app });

/** What .dockerignore lets through, of the files that a clone has. */
function copySources() {
  const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n');
  const isSent = sentToTheBuilder(readFileSync(join(root, '.dockerignore'), 'utf8'));
  const files = git('ls-files', '--cached', '--others', '--exclude-standard');
  for (const file of files.filter((name) => name && isSent(name))) {
    if (existsSync(join(root, file))) cpSync(join(root, file), join(src, file));
  }
  copyPackages();
  console.log(`copied to ${src}`);
}

/** Real files: the compiler follows no link out of its folder. On the same disk they cost no space. */
function copyPackages() {
  const copy = (...how) =>
    execFileSync('cp', [...how, join(root, 'node_modules'), src], { stdio: 'pipe' });
  try {
    copy('--archive', '--link');
  } catch {
    copy('--archive', '--force');
  }
}

function build() {
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    BUILD_STANDALONE: '1',
    DATA_DIR: join(work, 'build-data'),
  };
  const node = (...args) =>
    execFileSync(process.execPath, args, { cwd: src, env, stdio: 'inherit' });
  mkdirSync(join(src, 'public'), { recursive: true });
  node('scripts/generate.mjs');
  node('node_modules/next/dist/bin/next', 'build');
  node('infra/container/bundle-programs.mjs', join(src, 'dist'));
}

function layOut() {
  const copy = (from, to) => cpSync(join(src, from), join(app, to), { recursive: true });
  copy('.next/standalone', '.');
  copy('.next/static', '.next/static');
  copy('public', 'public');
  copy('dist', '.');
  mkdirSync(join(app, '.data'), { recursive: true });
  if (process.getuid?.() === 0) chownSync(join(app, '.data'), NOBODY, NOBODY);
}
