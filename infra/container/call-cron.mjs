// Does the application's scheduled work once: `node call-cron.mjs [--serve] /api/cron/usage ...`.
// Calls the application at APP_URL; with --serve it starts a server of its own for the time of the work, so
// that a job can have other rights in Azure than the web application has.
// Ends with 1 when the work failed, so that the platform shows it and tries again.
import { spawn } from 'node:child_process';

const PATIENCE_MS = 60_000;
const LONGEST_RUN_MS = 15 * 60_000;

const { APP_URL, CRON_SECRET, PORT = '3000' } = process.env;
const args = process.argv.slice(2);
const serves = args[0] === '--serve';
const paths = serves ? args.slice(1) : args;
if (!APP_URL || !CRON_SECRET || paths.length === 0) {
  console.error('Needs APP_URL and CRON_SECRET, and the addresses: [--serve] /api/cron/usage ...');
  process.exit(2);
}

const origin = serves ? `http://127.0.0.1:${PORT}` : APP_URL;
const server = serves ? spawn(process.execPath, ['start-server.mjs'], { stdio: 'inherit' }) : null;
let failed = false;
try {
  if (server) await untilHealthy();
  for (const path of paths) if (!(await call(path))) failed = true;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  failed = true;
} finally {
  server?.kill('SIGTERM');
}
process.exit(failed ? 1 : 0);

async function call(path) {
  try {
    const response = await fetch(new URL(path, origin), {
      method: 'POST',
      headers: { authorization: `Bearer ${CRON_SECRET}` },
      signal: AbortSignal.timeout(LONGEST_RUN_MS),
    });
    console.log(`${path} ${response.status} ${(await response.text()).slice(0, 2_000)}`);
    // 207 is done in part; 409 means that another one is at it.
    return response.status === 200 || response.status === 409;
  } catch (error) {
    console.error(`${path} failed: ${error instanceof Error ? error.message : error}`);
    return false;
  }
}

async function untilHealthy() {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    const isUp = await fetch(`${origin}/api/health?ready`, {
      signal: AbortSignal.timeout(5_000),
    }).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The server did not become healthy.');
}
