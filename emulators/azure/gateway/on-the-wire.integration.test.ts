import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { inEmptyAzure } from '../../fixture';
import { type StartedAzure, seed, subscribe } from '../started-azure';

let azure: StartedAzure;
inEmptyAzure((fresh) => {
  azure = fresh;
});

async function start(policy?: string): Promise<string> {
  await seed(azure, policy === undefined ? {} : { policy });
  return subscribe(azure);
}

/** What comes over the wire, without the headers that every HTTP server writes. */
async function wire(path: string, headers: Record<string, string> = {}): Promise<string[]> {
  const { port } = new URL(azure.gatewayUrl);
  const socket = connect(Number(port), '127.0.0.1');
  const lines = Object.entries({ Host: 'api.example.com', Connection: 'close', ...headers });
  socket.end(
    [`GET ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join(
      '\r\n',
    ),
  );
  const all = await text(socket);
  return all
    .split('\r\n')
    .filter((line) => !/^(date|connection|keep-alive):/i.test(line))
    .map((line) => line.replace(/^[\w-]+(?=: )/, (name) => name.toLowerCase()));
}

const withKey = (key: string) => ({ 'Ocp-Apim-Subscription-Key': key });

describe('what the gateway says itself, byte for byte', () => {
  it('401 without a key', async () => {
    await start();
    expect(await wire('/sample/echo')).toEqual([
      'HTTP/1.1 401 Access Denied',
      'content-length: 152',
      'content-type: application/json',
      'www-authenticate: AzureApiManagementKey realm="https://api.example.com/sample",name="Ocp-Apim-Subscription-Key",type="header"',
      '',
      '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }',
    ]);
  });

  it('401 with a key that opens nothing', async () => {
    await start();
    expect(await wire('/sample/echo', withKey('nobody'))).toEqual([
      'HTTP/1.1 401 Access Denied',
      'content-length: 143',
      'content-type: application/json',
      'www-authenticate: AzureApiManagementKey realm="https://api.example.com/sample",name="Ocp-Apim-Subscription-Key",type="header"',
      '',
      '{ "statusCode": 401, "message": "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription." }',
    ]);
  });

  it('429 over a rate limit', async () => {
    const key = await start('<rate-limit calls="1" renewal-period="60" />');
    await wire('/sample/echo', withKey(key));
    await azure.advance(3);
    expect(await wire('/sample/echo', withKey(key))).toEqual([
      'HTTP/1.1 429 Too Many Requests',
      'content-length: 84',
      'content-type: application/json',
      'retry-after: 57',
      '',
      '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds." }',
    ]);
  });

  it.each([
    [3600, 3 * 60 + 43, '00:56:17', '3377'],
    [30 * 86_400, 15 * 86_400 + 60_964, '14.07:03:56', '1235036'],
  ])('403 over a quota of %i seconds', async (period, passed, left, retryAfter) => {
    const key = await start(`<quota calls="1" renewal-period="${period}" />`);
    await wire('/sample/echo', withKey(key));
    await azure.advance(passed);
    const body = `{ "statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in ${left}." }`;
    expect(await wire('/sample/echo', withKey(key))).toEqual([
      'HTTP/1.1 403 Forbidden',
      `content-length: ${body.length}`,
      'content-type: application/json',
      `retry-after: ${retryAfter}`,
      '',
      body,
    ]);
  });

  it('403 over a bandwidth quota', async () => {
    const key = await start('<quota bandwidth="1" renewal-period="3600" />');
    for (let call = 0; call < 8; call += 1) await wire('/sample/echo', withKey(key));
    expect((await wire('/sample/echo', withKey(key))).at(-1)).toBe(
      '{ "statusCode": 403, "message": "Out of bandwidth quota. Quota will be replenished in 01:00:00." }',
    );
  });

  it('404 for what is no operation, and for what is no API', async () => {
    const key = await start();
    for (const path of ['/sample/nothing', '/nowhere']) {
      expect(await wire(path, withKey(key))).toEqual([
        'HTTP/1.1 404 Not Found',
        'content-length: 54',
        'content-type: application/json',
        '',
        '{ "statusCode": 404, "message": "Resource not found" }',
      ]);
    }
  });
});

it('a page of another origin is let in by the cors policy that was put, and by nothing else', async () => {
  const key = await start();
  const asking = {
    method: 'OPTIONS',
    headers: { Origin: 'https://a.example', 'Access-Control-Request-Method': 'GET' },
  };
  const ask = () => fetch(`${azure.gatewayUrl}/sample/echo`, asking);
  expect((await ask()).status).toBe(404);
  expect((await wire('/sample/echo', withKey(key))).join()).not.toContain('access-control');
  await azure.client.apiPolicy.createOrUpdate(...azure.at, 'sample', 'policy', {
    format: 'rawxml',
    value:
      '<policies><inbound><base /><cors><allowed-origins><origin>https://a.example</origin></allowed-origins></cors></inbound></policies>',
  });
  const let_in = await ask();
  expect([let_in.status, let_in.headers.get('access-control-allow-origin')]).toEqual([
    200,
    'https://a.example',
  ]);
  const from = (Origin: string) => wire('/sample/echo', { ...withKey(key), Origin });
  expect((await from('https://a.example')).join()).toContain(
    'access-control-allow-origin: https://a.example',
  );
  expect((await from('https://b.example')).join()).not.toContain('access-control');
});
