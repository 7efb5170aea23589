// Does what the Dockerfile does, without a container engine: `npm run container:rehearse [folder]`.
// Builds a copy of what the image builder would be sent, lays the result out as in the image, and runs it from there as
// a user without rights (when started by root): migrations, server, health, a page, a sign-up, and an orderly end.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const NOBODY = 65534;
const PORT = process.env.PORT ?? '3900';
const root = resolve(import.meta.dirname, '../..');
const work = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'tollgate-image-'));
const [src, app] = [join(work, 'src'), join(work, 'app')];
const isRoot = process.getuid?.() === 0;

copySources();
build();
layOut();
await run();

/** What .dockerignore lets through, as files and folders that a build reads. */
function copySources() {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
  const unsent =
    /^(docs|e2e|bench|emulators|testing|simulation|\.ci|\.github)\/|\.test\.tsx?$|^infra\/(?!container\/)/;
  for (const file of files.filter((name) => name && !unsent.test(name))) {
    if (existsSync(join(root, file))) cpSync(join(root, file), join(src, file));
  }
  symlinkSync(join(root, 'node_modules'), join(src, 'node_modules'));
  console.log(`copied to ${src}`);
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
  if (isRoot) chownSync(join(app, '.data'), NOBODY, NOBODY);
}

async function run() {
  const origin = `http://127.0.0.1:${PORT}`;
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    HOSTNAME: '0.0.0.0',
    PORT,
    APP_URL: origin,
    NEXTAUTH_URL: origin,
    NEXTAUTH_SECRET: 'of a rehearsal, and of nothing else 0123456789',
    MIGRATE_ON_START: 'on',
    ...(process.env.DATABASE_URL ? { DATABASE_URL: process.env.DATABASE_URL } : {}),
  };
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const started = performance.now();
  const server = spawn(process.execPath, ['start-server.mjs'], {
    cwd: app,
    env,
    stdio: 'inherit',
    ...user,
  });
  const ended = new Promise((done) => server.once('exit', (code) => done(code)));
  try {
    await untilReady(`${origin}/api/health?ready`, server);
    console.log(
      `ready after ${Math.round(performance.now() - started)} ms, as ${isRoot ? 'nobody' : 'you'}`,
    );
    console.log('health', await (await fetch(`${origin}/api/health?ready`)).text());
    for (const path of ['/', '/pricing', '/sign-in', '/icon.svg', '/open-graph.png']) {
      await expectOk(origin, path);
    }
    await signIn(origin);
  } finally {
    server.kill('SIGTERM');
    const code = await ended;
    console.log(
      `ended with ${code}; left in .data:`,
      existsSync(join(app, '.data/postgres.lock')) ? 'a lock' : 'no lock',
    );
  }
}

async function untilReady(url, server) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error('The server did not become ready.');
}

async function expectOk(origin, path) {
  const response = await fetch(`${origin}${path}`);
  console.log(path, response.status, response.headers.get('content-type'));
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
}

/** The form of a browser without scripts: the page names its action, the answer is a page of one's own. */
async function signIn(origin) {
  const page = await fetch(`${origin}/sign-up`);
  const html = await page.text();
  const form = new FormData();
  for (const [, name, value = ''] of html.matchAll(
    /<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g,
  )) {
    form.set(name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  }
  form.set('name', 'Ada Lovelace');
  form.set('email', 'ada@example.com');
  form.set('password', 'four words make it');
  const answer = await fetch(`${origin}/sign-up`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { origin },
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  console.log('sign-up', answer.status, answer.headers.get('location'));
  const account = await fetch(`${origin}/account`, { headers: { cookie }, redirect: 'manual' });
  console.log('/account', account.status);
  if (account.status !== 200) throw new Error('Signing up did not open an account.');
}
