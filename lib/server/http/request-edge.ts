import { AsyncLocalStorage } from 'node:async_hooks';
import { type IncomingMessage, METHODS, Server, type ServerResponse } from 'node:http';
import { format } from 'node:util';

/** What is known of the current request, for the lines that the framework logs about it. */
interface Asked {
  method: string;
  path: string;
  /** When it came, by performance.now(). */
  since: number;
  /** A person waits for the answer: it is neither a machine's call nor work that continues after it. */
  isWaitedFor: boolean;
  /** The other end of the connection. */
  peer: string;
  /** Code of ours was reached: later failures are not failures to read the request. */
  isOurs: boolean;
  /** The framework failed because the request was malformed. */
  isCallersFault: boolean;
}

interface Log {
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

// The instrumentation and the routes are bundled apart, and have to find the same one.
const holder = globalThis as typeof globalThis & {
  tollgateRequests?: AsyncLocalStorage<Asked>;
};

/** Next makes a standard Request of each, which can't be made with these. */
const UNUSABLE = new Set(['CONNECT', 'TRACE', 'TRACK']);
const ALLOWED = METHODS.filter((method) => ['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method));

/**
 * Wraps the framework, which has no hook for this: methods that make it fail are rejected first, malformed requests
 * that it answers with 500 are answered with 400, and everything that it logs becomes one JSON line.
 */
export function standAround(log: Log): void {
  if (holder.tollgateRequests) return;
  const requests = new AsyncLocalStorage<Asked>();
  holder.tollgateRequests = requests;
  const emit = Server.prototype.emit as (this: Server, ...given: unknown[]) => boolean;
  Server.prototype.emit = function (this: Server, ...given: unknown[]) {
    const [event, request, response] = given as [string, IncomingMessage, ServerResponse];
    if (event !== 'request') return emit.apply(this, given);
    const asked = askedBy(request);
    if (UNUSABLE.has(asked.method)) {
      log.warn({ method: asked.method, path: asked.path, status: 405 }, 'request refused');
      refuseMethod(response);
      return true;
    }
    correctStatus(response, asked);
    return requests.run(asked, () => emit.apply(this, given));
  };
  console.error = (...args: unknown[]) => logAt(log, 'error', args);
  console.warn = (...args: unknown[]) => logAt(log, 'warn', args);
}

/** From here on a failure of the request is ours. */
export function noteOwnCode(): void {
  const asked = holder.tollgateRequests?.getStore();
  if (asked) asked.isOurs = true;
}

/** How long the sender of this request has waited; null where nobody waits. */
export function waitedMs(): number | null {
  const asked = holder.tollgateRequests?.getStore();
  return asked?.isWaitedFor ? performance.now() - asked.since : null;
}

/** Runs work that continues after the answer, so nobody waits for it. */
export function waitedForByNobody<T>(work: () => T): T {
  const requests = holder.tollgateRequests;
  const asked = requests?.getStore();
  return requests && asked ? requests.run({ ...asked, isWaitedFor: false }, work) : work();
}

/** Whether the connection comes from this machine. The development server, which listens to no other, has no edge. */
export function callerIsHere(): boolean {
  if (!holder.tollgateRequests) return true;
  const peer = holder.tollgateRequests.getStore()?.peer ?? '';
  return /^(::ffff:)?127\.|^::1$/.test(peer);
}

function askedBy({ method = '', url = '', socket }: IncomingMessage): Asked {
  // Links of ours carry tokens in their query.
  const path = (url.split('?')[0] ?? '').slice(0, 200);
  return {
    method,
    path,
    since: performance.now(),
    isWaitedFor: !/^[/]api[/](cron|webhooks)[/]/.test(path),
    peer: socket.remoteAddress ?? '',
    isOurs: false,
    isCallersFault: false,
  };
}

function refuseMethod(response: ServerResponse): void {
  const headers = { allow: ALLOWED.join(', '), 'content-type': 'text/plain; charset=utf-8' };
  response.writeHead(405, { ...headers, 'cache-control': 'no-store', connection: 'close' });
  response.end('Method not allowed.\n');
}

function correctStatus(response: ServerResponse, asked: Asked): void {
  const writeHead = response.writeHead;
  response.writeHead = function (this: ServerResponse, status: number, ...rest: never[]) {
    const right = status === 500 && asked.isCallersFault ? 400 : status;
    // Answers that are begun without this call take their status from the field.
    if (right !== status) this.statusCode = right;
    return writeHead.call(this, right, ...rest);
  } as ServerResponse['writeHead'];
}

function logAt(log: Log, level: 'warn' | 'error', args: readonly unknown[]): void {
  const asked = holder.tollgateRequests?.getStore();
  const error = args.find((arg) => arg instanceof Error);
  const words = format(...args.filter((arg) => arg !== error && arg !== '⨯')).trim();
  const of = asked ? { method: asked.method, path: asked.path } : {};
  const reason = (error?.message ?? words).slice(0, 500);
  if (asked && level === 'error' && isCallersFault(asked, reason)) {
    // One line for each, however much the framework logs.
    if (!asked.isCallersFault) log.warn({ ...of, status: 400, reason }, 'request refused');
    asked.isCallersFault = true;
    return;
  }
  log[level]({ ...of, ...(error ? { err: error } : {}) }, words || reason);
}

/**
 * A form that fails before any code of ours was reached could not be read, whatever the framework calls that: a broken
 * body, an action that this version does not have, another site's origin. For other requests only the navigation header
 * can be invalid.
 */
function isCallersFault(asked: Asked, reason: string): boolean {
  if (asked.isOurs) return false;
  return asked.method === 'POST' || /router state header/i.test(reason);
}
