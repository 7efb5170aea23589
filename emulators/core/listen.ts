import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Env, Hono } from 'hono';

export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves an app on 127.0.0.1, to requests that name this machine. Port 0 takes a free one. Pages of other sites can make
 * a browser ask here under a name of theirs (DNS rebinding); `hosts` are further names that are ours.
 */
export async function listen<E extends Env>(
  app: Hono<E>,
  port: number,
  { hostname = '127.0.0.1', hosts = [] }: { hostname?: string; hosts?: readonly string[] } = {},
): Promise<Listening> {
  const fetch: typeof app.fetch = (request, ...more) =>
    isOwnHost(request.headers.get('host'), hosts) ? app.fetch(request, ...more) : notHere();
  const server = createAdaptorServer({ fetch, autoCleanupIncoming: true });
  // Longer than clients keep a connection, so that none sends on one that is being closed.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = 75_000;
  server.listen(port, hostname);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (isPortTaken(error)) throw new PortTakenError(port);
    throw error;
  }
  const taken = (server.address() as AddressInfo).port;
  return {
    port: taken,
    // What listens everywhere is reached here by the usual name.
    url: `http://${hostname === '0.0.0.0' || hostname === '::' ? '127.0.0.1' : hostname}:${taken}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

/** A name of this machine, with whatever port, or one of those that a setting names. */
function isOwnHost(host: string | null, hosts: readonly string[]): boolean {
  if (host === null || !URL.canParse(`http://${host}`)) return false;
  const { hostname, username, pathname } = new URL(`http://${host}`);
  if (username !== '' || pathname !== '/') return false;
  const isHere =
    hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return isHere || hosts.includes(hostname);
}

function notHere(): Response {
  const words =
    'This request names another machine. EMULATOR_HOSTS names further ones that are ours.';
  return Response.json({ error: { message: words } }, { status: 421 });
}

export class PortTakenError extends Error {
  readonly port: number;
  /** Who wanted it, where that is known. */
  readonly service: string | undefined;
  constructor(port: number, service?: string) {
    super(`Port ${port} is taken. Stop the program that uses it, or choose another port.`);
    this.port = port;
    this.service = service;
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
