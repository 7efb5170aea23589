import { request as httpRequest, type IncomingMessage } from 'node:http';
import pg from 'pg';
import { e2eAddresses, e2eWorld } from '../fixtures/addresses';
import { logMark, logSince } from '../fixtures/log-lines';
import { expect, test } from '../fixtures/world';

const app = () => new URL(e2eAddresses.app);

/** A request as no browser and no library sends it. */
async function ask(options: {
  path: string;
  method?: string;
  headers?: Record<string, string>;
}): Promise<{ status: number; text: string }> {
  const { path, method = 'GET', headers = {} } = options;
  const { hostname, port } = app();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const asked = httpRequest({ hostname, port, path, method, headers }, resolve);
    asked.once('error', reject);
    asked.end();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk));
  return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
}

test('nobody resizes pictures here', async ({ request }) => {
  for (const query of [
    '?url=%2Ficon.svg&w=64&q=75',
    '?url=https%3A%2F%2Fexample.com%2Fa.png&w=64&q=75',
    '',
  ]) {
    expect((await request.get(`/_next/image${query}`)).status(), query).toBe(404);
  }
});

test('the mailbox is there for this machine’s name only', async () => {
  expect((await ask({ path: '/mailbox' })).text).toContain('Mailbox');
  const { host, port } = app();
  const foreign: Record<string, string>[] = [
    { host: 'evil.example' },
    { host: `evil.example:${port}` },
    { host: `${host}.evil.example` },
    { host: 'evil.example', 'x-forwarded-host': host },
    { host: 'evil.example', forwarded: `host=${host}` },
  ];
  for (const headers of foreign) {
    for (const path of ['/mailbox', '/mailbox/none']) {
      const { status, text } = await ask({ path, headers });
      expect([404, 400, 403], JSON.stringify(headers)).toContain(status);
      expect(text).not.toContain('Emails from this demo');
    }
  }
});

test('a method that nothing has is answered 405, with one line', async () => {
  for (const path of ['/', '/account', '/api/health', '/nothing']) {
    const mark = logMark();
    expect((await ask({ path, method: 'TRACE' })).status, path).toBe(405);
    await expect
      .poll(() => logSince(mark).map((line) => JSON.parse(line)))
      .toMatchObject([{ method: 'TRACE', path, status: 405 }]);
  }
});

test('a form of another site is refused, and its failure is no stack', async ({ request }) => {
  const mark = logMark();
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://evil.example', 'next-action': '00'.repeat(20) },
    { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
  ]) {
    const answer = await request.post('/sign-in', { headers, multipart: { email: 'a' } });
    expect([400, 403], JSON.stringify(headers)).toContain(answer.status());
  }
  const lines = logSince(mark).map((line) => JSON.parse(line));
  for (const line of lines) expect(line).not.toHaveProperty('err');
  expect(lines.length).toBeLessThanOrEqual(4);
});

test('a broken error or address to go on to is 400, or leads to the form', async ({ request }) => {
  const broken = [
    '%00',
    'javascript:alert(1)',
    '%ED%A0%80',
    'http://[',
    'a'.repeat(3_000),
    '%E2%80%AE',
  ];
  for (const text of broken) {
    for (const path of [
      `/api/auth/error?error=${text}`,
      `/api/auth/signin?error=${text}&callbackUrl=${text}`,
      `/api/auth/callback/github?error=${text}&callbackUrl=${text}`,
      `/api/auth/callback/github?code=${text}&state=${text}`,
      `/sign-in?error=${text}&next=${text}&callbackUrl=${text}`,
    ]) {
      const answer = await request.get(path, { maxRedirects: 0 });
      const { location = '' } = answer.headers();
      expect([200, 302, 303, 307, 400, 404], path.slice(0, 80)).toContain(answer.status());
      if (location) expect(new URL(location, app()).origin, path.slice(0, 80)).toBe(app().origin);
    }
  }
});

test('a sign-in by program reveals nothing of the database', async ({ request }) => {
  test.skip(e2eWorld.databaseUrl === null, 'the embedded database can’t be broken from here');
  const database = new pg.Client({ connectionString: e2eWorld.databaseUrl ?? '' });
  await database.connect();
  const csrf = await request.get('/api/auth/csrf');
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const form = {
    csrfToken,
    email: 'ada@example.com',
    password: 'four words make it',
    json: 'true',
  };
  const mark = logMark();
  await database.query('ALTER TABLE "User" RENAME TO "UserAway"');
  try {
    const answer = await request.post('/api/auth/callback/credentials', { form, maxRedirects: 0 });
    expect(answer.status()).toBe(500);
    const reported = `${await answer.text()} ${JSON.stringify(answer.headers())}`;
    expect(reported).toContain('Something went wrong on our side');
    expect(reported).not.toMatch(/prisma|relation|table|"?User"?Away|does not exist|invocation/i);
  } finally {
    await database.query('ALTER TABLE "UserAway" RENAME TO "User"');
    await database.end();
  }
  const failures = () => logSince(mark).filter((line) => JSON.parse(line).level >= 50);
  await expect.poll(failures).toHaveLength(1);
  expect(
    (await request.post('/api/auth/callback/credentials', { form, maxRedirects: 0 })).status(),
  ).toBe(401);
});
