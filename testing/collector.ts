import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { certificate } from './certificate';

export interface Collected {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** What was sent, unpacked and parsed. */
  body: unknown;
  text: string;
}

export interface Collector {
  url: string;
  received: Collected[];
  stop(): Promise<void>;
}

/** Takes what exporters really send: OTLP in JSON, and the lines of Azure Monitor. */
export async function startCollector(protocol: 'http' | 'https' = 'http'): Promise<Collector> {
  const received: Collected[] = [];
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString(
      'utf8',
    );
    const body: unknown = JSON.parse(text);
    received.push({ path: request.url ?? '', headers: request.headers, body, text });
    const count = Array.isArray(body) ? body.length : 1;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ itemsReceived: count, itemsAccepted: count, errors: [] }));
  };
  const server =
    protocol === 'http' ? createServer(listener) : createSecureServer(certificate(), listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
