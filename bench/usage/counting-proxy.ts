import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomFrom } from '../random';
import type { UpstreamCounts } from './scene';

/** Stands before the emulators: counts what comes through, and lets a part of it fail. */
export interface CountingProxy {
  readonly counts: UpstreamCounts;
  /** The port at which `upstream` is reached through it. */
  listen(upstream: string): Promise<number>;
  fail(rate: number, seed: number): void;
}

export function createCountingProxy(): CountingProxy {
  const counts: UpstreamCounts = { reads: 0, writes: 0, refused: 0, failed: 0 };
  const agent = new Agent({ keepAlive: true });
  let failing = { rate: 0, random: randomFrom(0) };

  function answerWith(response: ServerResponse, status: number, error: object): void {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error }));
  }

  /** A request that was made to fail is not counted as read or written. */
  function pass(
    port: string,
    incoming: IncomingMessage,
    answer: (upstream: IncomingMessage) => void,
  ): void {
    const { method, url, headers } = incoming;
    const options = { host: '127.0.0.1', port, method, path: url, headers, agent };
    incoming.pipe(request(options, answer).on('error', () => incoming.socket.destroy()));
  }

  function count(status: number, method: string | undefined): void {
    if (status === 429) counts.refused += 1;
    else if (status >= 500) counts.failed += 1;
    else if (method === 'GET') counts.reads += 1;
    else counts.writes += 1;
  }

  /** Some with 500, some with 429, and some are carried out, or not, and then not answered. */
  function failOne(port: string, incoming: IncomingMessage, response: ServerResponse): void {
    const way = failing.random();
    if (way < 0.4) {
      counts.failed += 1;
      answerWith(response, 500, { type: 'api_error', message: 'failed' });
    } else if (way < 0.6) {
      counts.refused += 1;
      answerWith(response, 429, { type: 'invalid_request_error', code: 'rate_limit' });
    } else {
      counts.failed += 1;
      if (way >= 0.8) incoming.socket.destroy();
      else pass(port, incoming, () => incoming.socket.destroy());
    }
  }

  return {
    counts,
    fail(rate, seed) {
      failing = { rate, random: randomFrom(seed) };
    },
    listen(upstream) {
      const { port } = new URL(upstream);
      const server = createServer((incoming, response) => {
        if (failing.rate > 0 && failing.random() < failing.rate) {
          failOne(port, incoming, response);
          return;
        }
        pass(port, incoming, (answer) => {
          count(answer.statusCode ?? 0, incoming.method);
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
      });
      return new Promise((done) => {
        server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
      });
    },
  };
}
