import { once } from 'node:events';
import { createServer, request, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  callerIsHere,
  noteOwnCode,
  standAround,
  waitedForByNobody,
  waitedMs,
} from './request-edge';

interface Line {
  level: string;
  fields: Record<string, unknown>;
  message: string;
}

let lines: Line[] = [];
const line = (level: string) => (fields: Record<string, unknown>, message: string) =>
  void lines.push({ level, fields, message });

const whole = { emit: Server.prototype.emit, error: console.error, warn: console.warn };
beforeEach(() => {
  lines = [];
  standAround({ warn: line('warn'), error: line('error') });
});
afterEach(() => {
  Server.prototype.emit = whole.emit;
  console.error = whole.error;
  console.warn = whole.warn;
  delete (globalThis as { tollgateRequests?: unknown }).tollgateRequests;
});

/** A framework that says what it failed at and answers 500, as Next does. */
async function ask(
  method: string,
  path: string,
  framework: () => void | Promise<void> = () => {},
): Promise<number> {
  const server = createServer(async (_request, response) => {
    await framework();
    response.statusCode = 500;
    response.end('Internal Server Error');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, host: '127.0.0.1', method, path });
  asked.end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  await once(answer, 'end');
  server.closeAllConnections();
  server.close();
  return answer.statusCode;
}

const failing = () => console.error('⨯', new Error('Failed to find Server Action "x".'));

describe('whoever sent a request', () => {
  it.each(['/account', '/api/checkout/session'])('waits for %s since it came', async (path) => {
    let waited: number | null = null;
    let after: number | null = null;
    await ask('POST', path, () => {
      waited = waitedMs();
      after = waitedForByNobody(waitedMs);
    });
    expect(waited).toBeGreaterThanOrEqual(0);
    expect(after).toBeNull();
  });

  it.each(['/api/cron/usage', '/api/webhooks/stripe'])('%s is a machine', async (path) => {
    let waited: number | null = 1;
    await ask('POST', path, () => {
      waited = waitedMs();
    });
    expect(waited).toBeNull();
  });
});

describe('the other end of the connection', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.10', true],
    ['::ffff:127.0.0.1', true],
    ['::1', true],
    ['10.1.2.3', false],
    ['::ffff:10.1.2.3', false],
    ['192.168.127.1', false],
    ['fe80::1', false],
    ['::1:1', false],
    ['', false],
  ])('%s is this machine: %s', (remoteAddress, expected) => {
    let isHere: boolean | null = null;
    const server = createServer(() => {
      isHere = callerIsHere();
    });
    const asked = { method: 'GET', url: '/mailbox', socket: { remoteAddress } };
    server.emit('request', asked as never, { writeHead: () => {} } as never);
    expect(isHere).toBe(expected);
  });
});

describe('around the framework', () => {
  it.each(['TRACE'])(
    '%s is answered 405 before the framework sees it, with one line',
    async (method) => {
      expect(await ask(method, '/account?token=secret', failing)).toBe(405);
      expect(lines).toEqual([
        {
          level: 'warn',
          fields: { method, path: '/account', status: 405 },
          message: 'request refused',
        },
      ]);
    },
  );

  it('a form that could not be read is answered 400, with one line however much is said of it', async () => {
    const status = await ask('POST', '/sign-in?next=x', async () => {
      console.error('`x-forwarded-host` header with value `evil` does not match');
      await new Promise((done) => setImmediate(done));
      failing();
    });
    expect(status).toBe(400);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'warn', message: 'request refused' });
    expect(lines[0]?.fields).toMatchObject({ method: 'POST', path: '/sign-in', status: 400 });
  });

  it('a failure of our own stays 500 and is an error with its stack', async () => {
    const status = await ask('POST', '/sign-in', () => {
      noteOwnCode();
      failing();
    });
    expect(status).toBe(500);
    expect(lines).toMatchObject([{ level: 'error', fields: { path: '/sign-in' } }]);
    expect(lines[0]?.fields.err).toBeInstanceOf(Error);
  });

  it('a page that fails stays 500, and its navigation header can be wrong', async () => {
    expect(await ask('GET', '/', () => console.error(new Error('broken')))).toBe(500);
    const wrong = 'The router state header was sent but could not be parsed.';
    expect(await ask('GET', '/', () => console.error(new Error(wrong)))).toBe(400);
  });

  it('what is printed outside of a request is one line too', () => {
    console.error('first\nsecond %d', 2);
    console.warn('careful');
    expect(lines).toEqual([
      { level: 'error', fields: {}, message: 'first\nsecond 2' },
      { level: 'warn', fields: {}, message: 'careful' },
    ]);
  });
});
