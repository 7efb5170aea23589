import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Env, Hono } from 'hono';

export interface Listening {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Serves an app on 127.0.0.1. Port 0 takes a free one. */
export async function listen<E extends Env>(
  app: Hono<E>,
  port: number,
  hostname = '127.0.0.1',
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch, autoCleanupIncoming: true });
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
    url: `http://${hostname}:${taken}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

export class PortTakenError extends Error {
  readonly port: number;
  constructor(port: number) {
    super(`Port ${port} is taken. Stop the program that uses it, or choose another port.`);
    this.port = port;
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
