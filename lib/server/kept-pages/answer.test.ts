import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { answerWith } from './answer';
import { makeDocument } from './kept-document';

const HTML = '<html><script>let a = 1;</script></html>';

const page = () =>
  makeDocument({
    html: HTML,
    link: null,
    policyOf: (scripts) => `script-src 'self' ${scripts.join(' ')}`,
    securityHeaders: { 'x-frame-options': 'DENY' },
  });

async function ask(headers: Record<string, string> = {}, method = 'GET') {
  return answerWith(await page(), { method, url: '/', header: (name) => headers[name] });
}

test('a page is sent in the encoding that the browser takes', async () => {
  const br = await ask({ 'accept-encoding': 'gzip, deflate, br, zstd' });
  expect(br.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(br.body ?? '').toString()).toBe(HTML);
  const gzip = await ask({ 'accept-encoding': 'br;q=0, gzip' });
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(gzip.body ?? '').toString()).toBe(HTML);
  for (const accepted of [undefined, 'identity', 'gzip;q=0.0', 'brotli']) {
    const plain = await ask(accepted === undefined ? {} : { 'accept-encoding': accepted });
    expect(plain.headers['content-encoding'], accepted).toBeUndefined();
    expect(plain.body?.toString()).toBe(HTML);
  }
});

test('its policy admits its own scripts, and caches ask again for each visitor', async () => {
  const { status, headers } = await ask();
  expect(status).toBe(200);
  expect(headers['content-security-policy']).toMatch(/^script-src 'self' 'sha256-[^']+'$/);
  expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
  expect(headers.vary).toContain('cookie');
  expect(headers.vary).toContain('accept-encoding');
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['content-length']).toBe(`${HTML.length}`);
});

test('a browser that has the page already gets a 304, in the encoding that it has', async () => {
  const { headers } = await ask({ 'accept-encoding': 'br' });
  const etag = headers.etag ?? '';
  for (const given of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const again = await ask({ 'accept-encoding': 'br', 'if-none-match': given });
    expect(again, given).toMatchObject({ status: 304, body: null });
    expect(again.headers['content-security-policy']).toBe(headers['content-security-policy']);
  }
  expect((await ask({ 'if-none-match': etag })).status).toBe(200);
  expect((await ask({ 'accept-encoding': 'br', 'if-none-match': '"other"' })).status).toBe(200);
});

test('HEAD has the headers and no body', async () => {
  const { status, headers, body } = await ask({}, 'HEAD');
  expect([status, headers['content-length'], body]).toEqual([200, `${HTML.length}`, null]);
});
