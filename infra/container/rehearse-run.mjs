// The second half of `npm run container:rehearse`: the image's four programs, as they stand in the image, against the
// emulators. Catalog, migrations, server, health, pages, a sign-up, scheduled work, and an orderly end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const NOBODY = 65534;
const PORT = Number(process.env.PORT ?? '3900');
const [STRIPE, ARM, GATEWAY, PORTAL] = [PORT + 1, PORT + 2, PORT + 3, PORT + 4];
const ORIGIN = `http://127.0.0.1:${PORT}`;
const CRON_SECRET = 'cron-secret-of-a-rehearsal';
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

export async function rehearseRun({ root, app }) {
  const emulators = startEmulators(root);
  try {
    await untilOk(`http://127.0.0.1:${STRIPE}/_control/clock`, emulators);
    await runPrograms(app);
  } finally {
    emulators.kill('SIGTERM');
  }
}

async function runPrograms(app) {
  const secretFile = join(app, '.data', 'webhook-secret');
  const env = environment();
  const program = (...args) => run(app, args, env);
  await program('catalog.mjs', 'apply', '--yes', '--webhook-secret-file', secretFile);
  await program('catalog.mjs', 'verify', '--webhook-secret-file', secretFile);
  const secrets = {
    STRIPE_WEBHOOK_SECRET: readFileSync(secretFile, 'utf8').trim(),
    STRIPE_METER_WEBHOOK_SECRET: readFileSync(`${secretFile}-meters`, 'utf8').trim(),
  };
  const started = performance.now();
  const server = start(app, ['start-server.mjs'], { ...env, ...secrets, MIGRATE_ON_START: 'on' });
  const ended = once(server, 'exit');
  try {
    await untilOk(`${ORIGIN}/api/health?ready`, server);
    const tookMs = Math.round(performance.now() - started);
    console.log(`ready after ${tookMs} ms, as ${isRoot ? 'nobody' : 'you'}`);
    const health = await (await fetch(`${ORIGIN}/api/health?ready`)).json();
    console.log('health', JSON.stringify(health));
    if (health.status !== 'ok') throw new Error(`It says that it is ${health.status}.`);
    for (const path of ['/', '/pricing', '/sign-in', '/icon.svg', '/open-graph.png']) {
      await expectOk(path);
    }
    await signUp();
    const paths = ['/api/cron/usage', '/api/cron/accounts', '/api/cron/reconcile'];
    await program('call-cron.mjs', ...paths);
  } finally {
    server.kill('SIGTERM');
    const [code] = await ended;
    const isLocked = existsSync(join(app, '.data/postgres.lock'));
    console.log(`ended with ${code}; left in .data: ${isLocked ? 'a lock' : 'no lock'}`);
    // The finding of a failure above goes first.
    if (isLocked) process.exitCode = 1;
  }
}

function environment() {
  const { PATH, DATABASE_URL } = process.env;
  return {
    PATH,
    NODE_ENV: 'production',
    HOSTNAME: '0.0.0.0',
    PORT: String(PORT),
    APP_URL: ORIGIN,
    NEXTAUTH_URL: ORIGIN,
    NEXTAUTH_SECRET: 'of-a-rehearsal-and-of-nothing-else-0123456789',
    CRON_SECRET,
    STRIPE_SECRET_KEY: 'sk_test_rehearsal0000',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_rehearsal0000',
    STRIPE_API_BASE: `http://127.0.0.1:${STRIPE}`,
    AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
    APIM_RESOURCE_GROUP: 'tollgate',
    APIM_SERVICE_NAME: 'tollgate-apim',
    APIM_ARM_ENDPOINT: `http://127.0.0.1:${ARM}`,
    APIM_ARM_TOKEN: 'token-of-a-rehearsal',
    APIM_GATEWAY_URL: `http://127.0.0.1:${GATEWAY}`,
    APIM_PORTAL_URL: `http://127.0.0.1:${PORTAL}`,
    APIM_DELEGATION_KEY: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
    ...(DATABASE_URL ? { DATABASE_URL } : {}),
  };
}

/** The vendors stand outside of the image and run from the sources. */
function startEmulators(root) {
  const env = {
    ...process.env,
    EMULATOR_STRIPE_PORT: String(STRIPE),
    EMULATOR_ARM_PORT: String(ARM),
    EMULATOR_GATEWAY_PORT: String(GATEWAY),
    EMULATOR_PORTAL_PORT: String(PORTAL),
  };
  const args = ['--import', 'tsx', 'emulators/main.ts'];
  return spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

function start(app, args, env) {
  return spawn(process.execPath, args, { cwd: app, env, stdio: 'inherit', ...user });
}

async function run(app, args, env) {
  const [code] = await once(start(app, args, env), 'exit');
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}.`);
}

async function untilOk(url, program) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    if (program.exitCode !== null) throw new Error(`A program ended with ${program.exitCode}.`);
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`${url} did not answer.`);
}

async function expectOk(path) {
  const response = await fetch(`${ORIGIN}${path}`);
  console.log(path, response.status, response.headers.get('content-type'));
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
}

/** The form of a browser without scripts: the page names its action, the answer is a page of one's own. */
async function signUp() {
  const html = await (await fetch(`${ORIGIN}/sign-up`)).text();
  // The page has more forms than one, and a browser sends the fields of its own only.
  const [own = ''] = html.match(/<form(?:(?!<\/form>).)*name="email".*?<\/form>/s) ?? [];
  const form = new FormData();
  for (const [, name, value = ''] of own.matchAll(
    /<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g,
  )) {
    form.set(name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  }
  form.set('name', 'Ada Lovelace');
  form.set('email', 'ada@example.com');
  form.set('password', 'four words make it');
  const answer = await fetch(`${ORIGIN}/sign-up`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { origin: ORIGIN },
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  console.log('sign-up', answer.status, answer.headers.get('location'));
  const account = await fetch(`${ORIGIN}/account`, { headers: { cookie }, redirect: 'manual' });
  console.log('/account', account.status);
  if (account.status !== 200) throw new Error('Signing up did not open an account.');
}
