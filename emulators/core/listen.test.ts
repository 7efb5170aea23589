import { once } from 'node:events';
import { request } from 'node:http';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Listening, listen } from './listen';

let listening: Listening;
beforeAll(async () => {
  const app = new Hono().all('*', (c) => c.text('served'));
  listening = await listen(app, 0, { hosts: ['emulators'] });
});
afterAll(() => listening.close());

async function statusFor(host: string): Promise<number> {
  const asked = request(listening.url, { headers: { host } });
  asked.end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  return answer.statusCode;
}

it.each([
  'localhost',
  'localhost:4242',
  '127.0.0.1',
  '127.0.0.1:1',
  '[::1]:4242',
  'LOCALHOST',
  'emulators:4242',
])('a request for %s is served', async (host) => {
  expect(await statusFor(host)).toBe(200);
});

it.each([
  'evil.example',
  'evil.example:4242',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evil.example@localhost',
  'localhost/evil.example',
  '192.168.0.7',
  'emulators.evil.example',
])('a request for "%s", as a rebound name makes it, is not', async (host) => {
  // What is no name at all is 400 before it comes to that.
  expect([400, 421]).toContain(await statusFor(host));
});
