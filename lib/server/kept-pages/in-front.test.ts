import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { standInFront } from './in-front';

test('each server of the process is met at its first request', async () => {
  const origins: string[] = [];
  standInFront(
    (request, response) => {
      if (request.url !== '/kept') return false;
      response.end('kept');
      return true;
    },
    (origin) => origins.push(origin),
  );
  const servers = [0, 1].map(() => createServer((_request, response) => response.end('framework')));
  try {
    const said: string[] = [];
    const listening: string[] = [];
    for (const server of servers) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      listening.push(origin);
      for (const path of ['/kept', '/other', '/kept']) {
        said.push(await (await fetch(`${origin}${path}`)).text());
      }
    }
    expect(said).toEqual(['kept', 'framework', 'kept', 'kept', 'framework', 'kept']);
    expect(origins).toEqual(listening);
  } finally {
    for (const server of servers) await new Promise((resolve) => server.close(resolve));
  }
});

test('kept pages are answered before the server’s own listener runs, other requests by that listener', async () => {
  const origins: string[] = [];
  standInFront(
    (request, response) => {
      if (request.url === '/broken') throw new Error('broken');
      if (request.url === '/late') {
        return Promise.resolve().then(() => {
          response.end('late');
          return true;
        });
      }
      if (request.url === '/late-none') return Promise.resolve(false);
      if (request.url === '/late-broken') return Promise.reject(new Error('broken'));
      if (request.url !== '/kept') return false;
      response.end('kept');
      return true;
    },
    (origin) => origins.push(origin),
  );
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.end('framework');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const said: Record<string, string> = {};
    for (const path of ['/kept', '/late', '/other', '/late-none', '/broken', '/late-broken']) {
      said[path] = await (await fetch(`${origin}${path}`)).text();
    }
    expect(said).toEqual({
      '/kept': 'kept',
      '/late': 'late',
      '/other': 'framework',
      '/late-none': 'framework',
      '/broken': 'framework',
      '/late-broken': 'framework',
    });
    expect(heard).toEqual(['/other', '/late-none', '/broken', '/late-broken']);
    expect(origins).toEqual([origin]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
