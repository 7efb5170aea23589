import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DyingProxy {
  url(target: string): Promise<string>;
  /** Lets reads and one more write through, whichever address it goes to; the answer of the write is lost. */
  revive(): void;
  /** How many writes went through in all. */
  writes(): number;
  stop(): Promise<void>;
}

/**
 * What a program that is killed right after a write looks like from outside: the write had its effect, its answer was
 * never seen, and nothing more came. Answers 400 from then on, which no SDK tries again.
 */
export function createDyingProxy(): DyingProxy {
  const servers: Server[] = [];
  let isDead = false;
  let writes = 0;
  return {
    async url(target) {
      const server = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const gone = () =>
          response
            .writeHead(400, { 'content-type': 'application/json' })
            .end('{"error":{"code":"killed","message":"killed"}}');
        if (isDead) {
          gone();
          return;
        }
        const isRead = request.method === 'GET' || request.url?.endsWith('/listSecrets');
        if (!isRead) isDead = true;
        const { host: _host, connection: _connection, ...headers } = request.headers;
        const answer = await fetch(new URL(request.url ?? '/', target), {
          method: request.method ?? 'GET',
          headers: headers as Record<string, string>,
          ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
        });
        const body = Buffer.from(await answer.arrayBuffer());
        if (isRead) {
          const type = answer.headers.get('content-type') ?? 'application/json';
          const etag = answer.headers.get('etag');
          response.writeHead(answer.status, { 'content-type': type, ...(etag ? { etag } : {}) });
          response.end(body);
          return;
        }
        if (answer.ok) writes += 1;
        gone();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      servers.push(server);
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    revive() {
      isDead = false;
    },
    writes: () => writes,
    async stop() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}
