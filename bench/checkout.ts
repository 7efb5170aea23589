import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'next-auth/jwt';
import { openDatabase } from '../lib/db/client';
import { migrate } from '../lib/db/migrate';
import { createSession } from '../lib/db/sessions';
import { createUser } from '../lib/db/users';
import { postgresBinaries, startPostgres } from '../scripts/world/postgres';
import { provision, settingsOf } from '../testing/app-wiring';
import { startEmulators } from '../testing/emulators';
import { load, percentile, printTable, verdict } from './machine';
import { SESSION_SECRET, type Server, startServer } from './server';
import { startUpstreamWatch, type UpstreamWatch } from './upstream-watch';

const PRODUCT = 'standard';
const SINGLE = 200;
const DOUBLE = 50;
/** Not counted: the first requests of a server load what the later ones find loaded. */
const WARM_UP = 20;
const BAR_MS = 30;

/** The route that opens a checkout: its own time beyond what Stripe and Azure take, and what a double click makes. */
export async function benchCheckout(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  const binaries = postgresBinaries();
  const postgres = binaries ? await startPostgres(binaries) : null;
  const databaseUrl = postgres?.url ?? null;
  // The application's clock is the real one here, and Stripe refuses a checkout that ends too late for its own.
  const emulators = await startEmulators({ clock: new Date().toISOString() });
  const watches = await Promise.all([
    startUpstreamWatch(emulators.stripeUrl),
    startUpstreamWatch(emulators.armUrl),
  ]);
  try {
    await migrate(databaseUrl ? { kind: 'server', databaseUrl } : { kind: 'embedded', dataDir });
    const cookies = await signUpMany({ databaseUrl, dataDir }, WARM_UP + SINGLE + DOUBLE);
    const [stripe, arm] = watches;
    const ports = { stripe: stripe.port, arm: arm.port };
    const server = await startServer({
      databaseUrl,
      dataDir,
      ports,
      prepare: (url) => provision(settingsOf(emulators, url)),
      // Its people have never opened a mailbox.
      extraEnv: { REQUIRE_CONFIRMED_EMAIL: 'off' },
    });
    try {
      await single(server, watches, cookies.slice(0, WARM_UP + SINGLE));
      await double(server, cookies.slice(WARM_UP + SINGLE));
    } finally {
      await server.stop();
    }
  } finally {
    await Promise.all(watches.map((watch) => watch.stop()));
    await emulators.stop();
    await postgres?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function signUpMany(
  place: { databaseUrl: string | null; dataDir: string },
  people: number,
): Promise<string[]> {
  const database = await openDatabase(place);
  const cookies: string[] = [];
  for (let n = 0; n < people; n += 1) {
    const user = {
      id: randomUUID(),
      name: 'Ada',
      email: `ada${n}@example.com`,
      passwordHash: null,
    };
    await createUser(database.client, user);
    const expires = new Date(Date.now() + 3_600_000);
    const session = await createSession(database.client, {
      userId: user.id,
      expires,
      userAgent: 'benchmark',
    });
    const token = { sub: user.id, sid: session.id };
    const value = await encode({ token, secret: SESSION_SECRET, maxAge: 3600 });
    cookies.push(`tollgate.session=${value}`);
  }
  await database.close();
  return cookies;
}

/** One after the other, so that the upstreams' time can be subtracted. */
async function single(
  server: Server,
  watches: readonly UpstreamWatch[],
  cookies: readonly string[],
): Promise<void> {
  const own: number[] = [];
  const whole: number[] = [];
  let upstreamCalls = 0;
  for (const [n, cookie] of cookies.entries()) {
    for (const watch of watches) watch.take();
    const startedMs = performance.now();
    await openCheckout(server, cookie);
    const tookMs = performance.now() - startedMs;
    const calls = watches.flatMap((watch) => watch.take());
    if (n < WARM_UP) continue;
    whole.push(tookMs);
    own.push(tookMs - calls.reduce((sum, call) => sum + call.ms, 0));
    upstreamCalls += calls.length;
  }
  const p95 = percentile(own, 0.95);
  printTable(
    [
      'checkouts',
      'upstream calls each',
      'whole p50 ms',
      'own p50 ms',
      'own p95 ms',
      'load',
      'bar of 30 ms',
    ],
    [
      [
        `${own.length}`,
        (upstreamCalls / own.length).toFixed(1),
        percentile(whole, 0.5).toFixed(1),
        percentile(own, 0.5).toFixed(1),
        p95.toFixed(1),
        load(),
        verdict(p95 <= BAR_MS),
      ],
    ],
  );
}

async function double(server: Server, cookies: readonly string[]): Promise<void> {
  const sessions = new Set<string>();
  for (const cookie of cookies) {
    const ids = await Promise.all([openCheckout(server, cookie), openCheckout(server, cookie)]);
    for (const id of ids) sessions.add(id);
  }
  printTable(
    ['double clicks', 'sessions made', 'load', 'bar: one each'],
    [[`${cookies.length}`, `${sessions.size}`, load(), verdict(sessions.size === cookies.length)]],
  );
}

async function openCheckout(server: Server, cookie: string): Promise<string> {
  const answer = await fetch(`${server.url}/api/checkout/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, cookie },
    body: JSON.stringify({ productId: PRODUCT, name: 'Benchmark' }),
  });
  const opened = (await answer.json()) as { id?: string };
  if (!answer.ok || !opened.id) throw new Error(`${answer.status} ${JSON.stringify(opened)}`);
  return opened.id;
}
