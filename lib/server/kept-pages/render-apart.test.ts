import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { RENDERED_HEADER, readStyles, renderApart } from './render-apart';

const WHOLE = '<!DOCTYPE html><html><body>Prices</body></html>';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server with these answers, and the requests that it got. */
async function pageServer(answer: {
  status?: number;
  html?: string;
  marked?: boolean;
  type?: string;
}) {
  const { status = 200, html = WHOLE, marked = true, type = 'text/html' } = answer;
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    response.writeHead(status, {
      link: '</a>',
      'content-type': type,
      ...(marked ? { [RENDERED_HEADER]: 'apart' } : {}),
    });
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const variant = {
    key: '',
    address: '/pricing?calls=100',
    cookie: 'theme=dark',
    hasSession: false,
  };
  return {
    asked,
    render: () => renderApart(variant, { origin, mark: 'secret' }),
    styles: () => readStyles('/a.css', { origin }),
  };
}

test('the page is asked for with the variant and nothing else', async () => {
  const { asked, render } = await pageServer({});
  expect(await render()).toEqual({ html: WHOLE, link: '</a>' });
  expect(asked[0]?.url).toBe('/pricing?calls=100');
  expect(asked[0]?.headers).toMatchObject({ cookie: 'theme=dark', 'x-tollgate-render': 'secret' });
});

test.each([
  ['an error', { status: 500 }],
  ['a redirect', { status: 307 }],
  ['the answer of something in between', { marked: false }],
  ['half a page', { html: '<html><body>Pri' }],
  ['a page of which a part failed', { html: `<html><template data-dgst="1"></template></html>` }],
])('%s is not kept', async (_what, answer) => {
  const { render } = await pageServer(answer);
  await expect(render()).rejects.toThrow('/pricing?calls=100');
});

test('style sheets are read from this server, not from something in front of it', async () => {
  const served = await pageServer({ html: 'i{color:red}', type: 'text/css; charset=UTF-8' });
  expect(await served.styles()).toBe('i{color:red}');
  expect(served.asked[0]?.url).toBe('/a.css');
  for (const answer of [{ status: 404, type: 'text/css' }, { type: 'text/html' }]) {
    await expect((await pageServer(answer)).styles()).rejects.toThrow('/a.css');
  }
});
