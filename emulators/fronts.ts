import { Hono } from 'hono';
import { type Listening, listen, PortTakenError } from './core/listen';
import type { Service } from './core/settings';

/** A listener as people know it. */
export interface Front {
  readonly service: Service;
  readonly url: string;
  /** The same for browsers, which may be on other machines. */
  readonly publicUrl: string;
  /** Requests that came before wait for it. */
  open(app: Hono): void;
  close(): Promise<void>;
}

export interface Where {
  readonly hostname: string;
  /** Further names under which requests are taken. */
  readonly hosts: readonly string[];
  readonly publicHost: string | undefined;
}

/**
 * Listens before there is anything to serve: port 0 is one that the system gives, and the emulators tell their
 * clients where they listen.
 */
export async function openFronts(
  ports: ReadonlyMap<Service, number>,
  where: Where,
): Promise<Map<Service, Front>> {
  const fronts = new Map<Service, Front>();
  try {
    for (const [service, port] of ports) fronts.set(service, await openFront(service, port, where));
  } catch (error) {
    await closeFronts(fronts);
    throw error;
  }
  return fronts;
}

export async function closeFronts(fronts: ReadonlyMap<Service, Front>): Promise<void> {
  await Promise.all([...fronts.values()].map((front) => front.close()));
}

async function openFront(service: Service, port: number, where: Where): Promise<Front> {
  let open: (app: Hono) => void = () => {};
  const opened = new Promise<Hono>((resolve) => {
    open = resolve;
  });
  const waiting = new Hono().all('*', async (c) => (await opened).fetch(c.req.raw, c.env));
  const { url, close } = await listenFor(service, waiting, port, where);
  const { publicHost } = where;
  const publicUrl = publicHost === undefined ? url : `http://${publicHost}:${new URL(url).port}`;
  return { service, url, publicUrl, open, close };
}

async function listenFor(
  service: Service,
  app: Hono,
  port: number,
  where: Where,
): Promise<Listening> {
  try {
    return await listen(app, port, where);
  } catch (error) {
    if (error instanceof PortTakenError) throw new PortTakenError(port, service);
    throw error;
  }
}
