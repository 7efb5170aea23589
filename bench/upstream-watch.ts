import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface UpstreamWatch {
  readonly port: number;
  /** What was asked since the last time, with the milliseconds until its answer was through. */
  take(): { path: string; ms: number }[];
  stop(): Promise<void>;
}

/** Stands before an upstream and times what passes: its own cost counts as the upstream's. */
export async function startUpstreamWatch(target: string): Promise<UpstreamWatch> {
  const agent = new Agent({ keepAlive: true });
  let calls: { path: string; ms: number }[] = [];
  const server = createServer((incoming, outgoing) => {
    const startedMs = performance.now();
    const path = incoming.url ?? '/';
    const { method, headers } = incoming;
    const onwards = request(new URL(path, target), { agent, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once('end', () => calls.push({ path, ms: performance.now() - startedMs }));
    });
    onwards.once('error', () => outgoing.destroy());
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    take() {
      const taken = calls;
      calls = [];
      return taken;
    },
    stop() {
      server.closeAllConnections();
      agent.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
