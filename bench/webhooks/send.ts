import { Agent, request } from 'node:http';
import type { Delivery } from './deliveries';
import { signatureOf } from './deliveries';

export interface Sent {
  /** From the moment at which it should have been sent until its whole answer, in ms. */
  times: number[];
  statuses: Map<number, number>;
}

/**
 * Sends at a steady rate, whatever the answers take: a slow answer does not make the load smaller, and its wait
 * counts from when it was due. With a rate of null: as fast as 64 connections carry.
 */
export async function sendAll(
  url: string,
  deliveries: readonly Delivery[],
  perSecond: number | null,
): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: perSecond === null ? 64 : 256 });
  const sent: Sent = { times: [], statuses: new Map() };
  const startedMs = performance.now();
  const open: Promise<void>[] = [];
  for (const [at, delivery] of deliveries.entries()) {
    const dueMs = perSecond === null ? 0 : (at * 1000) / perSecond;
    const waitMs = startedMs + dueMs - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    open.push(
      send({ url, agent, delivery }).then((status) => {
        sent.times.push(performance.now() - startedMs - dueMs);
        sent.statuses.set(status, (sent.statuses.get(status) ?? 0) + 1);
      }),
    );
  }
  await Promise.all(open);
  agent.destroy();
  return sent;
}

/** The status; 0 when there was none. */
function send(input: { url: string; agent: Agent; delivery: Delivery }): Promise<number> {
  const { url, agent, delivery } = input;
  return new Promise((resolve) => {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signatureOf(delivery.body),
      'content-length': Buffer.byteLength(delivery.body),
    };
    const ask = () => {
      const asked = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', () => resolve(0));
      });
      // A server closes connections that nobody used for a while, and one may just be taken up again.
      asked.once('error', () => (asked.reusedSocket ? ask() : resolve(0)));
      asked.end(delivery.body);
    };
    ask();
  });
}
