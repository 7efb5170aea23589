import { Agent, type IncomingMessage, request } from 'node:http';
import { encode } from 'next-auth/jwt';
import { openDatabase } from '../lib/db/client';
import { createSession } from '../lib/db/sessions';
import { load, percentile, printTable, verdict } from './machine';
import { SESSION_SECRET, startServer } from './server';
import { sellAll } from './usage/fill-database';
import { subscriptionName } from './usage/scene';
import { startUsageWorld } from './usage/world';

const CONNECTIONS = 8;
const KB = 1024;
/** Of the folder public/, sent as it lies there: a picture, which the server doesn't compress. */
const STATIC_FILE = '/open-graph.png';
const LEAST_OF_STATIC = 0.6;
/** The file and the pages take turns, so that a machine that is busy for a moment slows each of them. */
const TURNS = 5;

/**
 * The pages of an account ask Stripe what is due, two or three calls each, and Stripe takes a hundred a second: beyond that
 * its refusals would be measured, and not the page.
 */
const WITHIN_STRIPES_LIMIT = 20;

const PUBLIC_PATHS = ['/', '/pricing'] as const;

interface Page {
  path: string;
  cookie: string;
  /** Asked for so often and no more; null: as often as it is answered. */
  perSecond: number | null;
  bars: { firstByteMs: number; scriptKb: number; totalKb: number | null };
}

/** What pages cost the server and the browser, on the production build; and how soon a server answers. */
export async function benchPages(options: { seconds: number }): Promise<void> {
  const world = await startUsageWorld({ subscriptions: 100, latencyMs: 0 });
  try {
    const cookie = await signedIn(world.databaseUrl, world.dataDir);
    const server = await startServer({ ...world });
    try {
      const account = { firstByteMs: 100, scriptKb: 180, totalKb: null };
      const everybodys = { firstByteMs: 50, scriptKb: 150, totalKb: 300 };
      const pages: Page[] = [
        ...PUBLIC_PATHS.map((path) => ({ path, cookie: '', perSecond: null, bars: everybodys })),
        { path: '/account', cookie, perSecond: WITHIN_STRIPES_LIMIT, bars: account },
        {
          path: `/account/subscriptions/${subscriptionName(0)}`,
          cookie,
          perSecond: WITHIN_STRIPES_LIMIT,
          bars: account,
        },
      ];
      const rows: string[][] = [];
      for (const page of pages) rows.push(await measure(server.url, page, options.seconds));
      printTable(
        [
          'page',
          'answers',
          'not 200',
          'a second',
          'first byte p50 ms',
          'p95 ms',
          'script KB gzip',
          'total KB',
          'load',
          'bars',
        ],
        rows,
      );
      await compareWithStatic(server.url, options.seconds);
      const startSeconds = server.startMs / 1000;
      printTable(
        ['start', 'seconds to the first answer', 'load', 'bar of 2 s'],
        [['production server', startSeconds.toFixed(1), load(), verdict(startSeconds <= 2)]],
      );
    } finally {
      await server.stop();
    }
  } finally {
    await world.stop();
  }
}

async function signedIn(databaseUrl: string | null, dataDir: string): Promise<string> {
  const database = await openDatabase({ databaseUrl, dataDir });
  await sellAll(database.client);
  const session = await createSession(database.client, {
    userId: 'user-0',
    expires: new Date(Date.now() + 3_600_000),
    userAgent: 'benchmark',
  });
  await database.close();
  const token = { sub: 'user-0', sid: session.id };
  return `tollgate.session=${await encode({ token, secret: SESSION_SECRET, maxAge: 3600 })}`;
}

async function measure(origin: string, page: Page, seconds: number): Promise<string[]> {
  const { bars, path, cookie, perSecond: rate } = page;
  const weight = await weigh(origin, path, cookie);
  await askAgainAndAgain(origin, { path, cookie, rate }, 2);
  const asked = await askAgainAndAgain(origin, { path, cookie, rate }, seconds);
  const { times, wrong, tookSeconds } = asked;
  const perSecond = times.length / tookSeconds;
  const p95 = percentile(times, 0.95);
  const isMet =
    wrong === 0 &&
    p95 <= bars.firstByteMs &&
    weight.script / KB <= bars.scriptKb &&
    (bars.totalKb === null || weight.total / KB <= bars.totalKb);
  return [
    path,
    `${times.length}`,
    `${wrong}`,
    perSecond.toFixed(0),
    percentile(times, 0.5).toFixed(1),
    p95.toFixed(1),
    (weight.script / KB).toFixed(0),
    (weight.total / KB).toFixed(0),
    load(),
    verdict(isMet),
  ];
}

/** Public pages compared with a file of the same server, in the same run. */
async function compareWithStatic(origin: string, seconds: number): Promise<void> {
  const paths = [STATIC_FILE, ...PUBLIC_PATHS];
  const answers = new Map<string, number>();
  const tookSeconds = new Map<string, number>();
  let wrong = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const path of paths) {
      const page = { path, cookie: '', rate: null };
      const one = await askAgainAndAgain(origin, page, seconds / TURNS);
      answers.set(path, (answers.get(path) ?? 0) + one.times.length);
      tookSeconds.set(path, (tookSeconds.get(path) ?? 0) + one.tookSeconds);
      wrong += one.wrong;
    }
  }
  const perSecond = (path: string) => (answers.get(path) ?? 0) / (tookSeconds.get(path) ?? 1);
  const ofFile = perSecond(STATIC_FILE);
  printTable(
    ['address', 'answers', 'a second', `of ${STATIC_FILE}`, 'load', `bar of ${LEAST_OF_STATIC}`],
    paths.map((path) => {
      const ratio = perSecond(path) / ofFile;
      const isMet = wrong === 0 && ratio >= LEAST_OF_STATIC;
      return [
        path,
        `${answers.get(path)}`,
        perSecond(path).toFixed(0),
        ratio.toFixed(2),
        load(),
        path === STATIC_FILE ? '' : verdict(isMet),
      ];
    }),
  );
}

/** Some connections that each ask again as soon as they were answered, or when their turn has come. */
async function askAgainAndAgain(
  origin: string,
  page: { path: string; cookie: string; rate: number | null },
  seconds: number,
): Promise<{ times: number[]; wrong: number; tookSeconds: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const times: number[] = [];
  let wrong = 0;
  const startedMs = performance.now();
  let asked = 0;
  const worker = async () => {
    while (performance.now() - startedMs < seconds * 1000) {
      if (page.rate !== null) {
        const dueMs = startedMs + (asked / page.rate) * 1000;
        asked += 1;
        await new Promise((resolve) => setTimeout(resolve, dueMs - performance.now()));
      }
      const askedMs = performance.now();
      const answer = await get(`${origin}${page.path}`, page.cookie, agent);
      times.push(performance.now() - askedMs);
      if (answer.statusCode !== 200) wrong += 1;
      await bytesOf(answer);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  agent.destroy();
  return { times, wrong, tookSeconds: (performance.now() - startedMs) / 1000 };
}

/** Compressed bytes of the page with all that it names: scripts, styles, fonts, pictures. */
async function weigh(
  origin: string,
  path: string,
  cookie: string,
): Promise<{ script: number; total: number }> {
  const agent = new Agent();
  const plain = await get(`${origin}${path}`, cookie, agent, 'identity');
  const html = (await readAll(plain)).toString('utf8');
  const weight = {
    script: 0,
    total: await bytesOf(await get(`${origin}${path}`, cookie, agent)),
  };
  for (const address of addressesIn(html)) {
    const bytes = await bytesOf(await get(`${origin}${address}`, '', agent));
    weight.total += bytes;
    if (/\.js(\?|$)/.test(address)) weight.script += bytes;
  }
  return weight;
}

/**
 * Of scripts, styles, fonts and pictures, with the scripts that a public page names in its loader. Browsers that know
 * modules leave out what is there for those that don't.
 */
function addressesIn(html: string): Set<string> {
  const tags = html.match(/<(?:script|link|img)\b[^>]*>/g) ?? [];
  const wanted = tags.filter((tag) => !/\bnomodule\b/i.test(tag));
  const [, list = '[]'] = /\bfor\(const src of (\[[^\]]*\])\)/.exec(html) ?? [];
  const loaded = (JSON.parse(list) as string[]).filter((address) => address.startsWith('/'));
  const named = wanted.map((tag) => /\b(?:src|href)="(\/[^"]+)"/.exec(tag)?.[1] ?? '');
  const addresses = [...named, ...loaded];
  return new Set(addresses.filter((address) => /\.(js|css|woff2|svg|png|ico)(\?|$)/.test(address)));
}

function get(
  url: string,
  cookie: string,
  agent: Agent,
  encoding = 'gzip',
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, 'accept-encoding': encoding };
    request(url, { agent, headers }, resolve).once('error', reject).end();
  });
}

async function readAll(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function bytesOf(answer: IncomingMessage): Promise<number> {
  return (await readAll(answer)).length;
}
