import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request and returns true, at once or later; false leaves it to the framework. */
type Front = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/** Node publishes requests here before the server's own listener runs. */
const CHANNEL = 'http.server.request.start';

/**
 * Puts a listener before those of each server that this process runs, at its first request. Next creates its server by
 * itself, and its own way to an answer takes longer than sending a kept page. On a platform that runs the application
 * without a server of its own this code never runs; the proxy answers there.
 */
export function standInFront(front: Front, onServer: (origin: string) => void): void {
  const met = new WeakSet<Server>();
  const meet = (message: unknown) => {
    const { server } = message as { server: Server };
    if (met.has(server)) return;
    met.add(server);
    const origin = originOf(server);
    if (origin === null) return;
    const listeners = server.listeners('request') as RequestListener[];
    const passOn: RequestListener = (request, response) => {
      for (const listener of listeners) listener.call(server, request, response);
    };
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const answered = attempt(front, request, response);
      if (answered === true) return;
      if (answered === false) passOn(request, response);
      else void answered.then((isDone) => isDone || passOn(request, response));
    });
    onServer(origin);
  };
  subscribe(CHANNEL, meet);
}

/** If anything fails here, the framework answers instead. */
function attempt(
  front: Front,
  request: IncomingMessage,
  response: ServerResponse,
): boolean | Promise<boolean> {
  try {
    const answered = front(request, response);
    return typeof answered === 'boolean' ? answered : answered.catch(() => response.headersSent);
  } catch {
    return response.headersSent;
  }
}

type RequestListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Where the server is reached from this machine; null for one on a socket file. */
function originOf(server: Server): string | null {
  const address = server.address() as AddressInfo | string | null;
  if (address === null || typeof address === 'string') return null;
  const everywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '127.0.0.1' };
  const host = everywhere[address.address] ?? address.address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
