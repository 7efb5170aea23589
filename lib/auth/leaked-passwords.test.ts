import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLeakedPasswords } from './leaked-passwords';

/** SHA-1 of `password`, as anybody can work it out. */
const PREFIX = '5BAA6';
const REST = '1E4C9B93F3F0682250B6CF8331B7EE68FD8';

describe('leaked passwords', () => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });

  async function serve(answer: RequestListener): Promise<string> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stops.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/range`;
  }

  test('are found by the rest of their hash, of which the server gets five digits', async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push([request.url, request.headers['add-padding']]);
      response.end(`0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n${REST}:9545824\r\n`);
    });
    const warn = vi.fn();
    const isLeaked = createLeakedPasswords(url, { warn });
    expect(await isLeaked('password')).toBe(true);
    expect(asked).toEqual([[`/range/${PREFIX}`, 'true']]);
    expect(await isLeaked('a few words of my own')).toBe(false);
    expect(warn).not.toHaveBeenCalled();
  });

  test('are not those that only pad the answer', async () => {
    const url = await serve((_request, response) => response.end(`${REST}:0\r\n`));
    expect(await createLeakedPasswords(url, { warn: vi.fn() })('password')).toBe(false);
  });

  test.each<[string, RequestListener]>([
    ['fails', (_request, response) => response.writeHead(503).end()],
    ['leads elsewhere', (_request, response) => response.writeHead(302, { location: '/' }).end()],
    ['hangs up', (request) => request.socket.destroy()],
    ['never answers', () => undefined],
  ])('stop nobody when their server %s, and that is logged', async (_how, answer) => {
    const warn = vi.fn();
    expect(await createLeakedPasswords(await serve(answer), { warn })('password')).toBe(false);
    expect(warn).toHaveBeenCalledWith(
      expect.objectContaining({ err: expect.any(Error) }),
      'leaked passwords not asked',
    );
  });

  test('are none without a server', async () => {
    expect(await createLeakedPasswords(null, { warn: vi.fn() })('password')).toBe(false);
  });
});
