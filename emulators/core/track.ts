import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { CallFault } from './faults';
import type { World } from './world';

export interface FaultAnswer {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where it isn't HTTP's usual one. */
  readonly statusText?: string | undefined;
}

export interface TrackOptions {
  readonly listener: 'stripe' | 'arm' | 'gateway' | 'portal';
  /** The vendor's own answer with a status that a fault asks for. */
  readonly faultAnswer: (
    fault: Pick<CallFault, 'status' | 'retryAfterSeconds'>,
    c: Context,
  ) => FaultAnswer;
  /** How long a time-out is held before the connection is closed. Longer than any client waits. */
  readonly delayMs?: number;
}

/**
 * Journals a listener's requests, counts them as work of the application (see World.advanceTo) and
 * lets faults happen to them. Put it only before routes that the application calls: a person's page
 * that waits for the world would otherwise be waited for by the world.
 */
export function track(world: World, options: TrackOptions): MiddlewareHandler {
  return async (c, next) => {
    const call = { listener: options.listener, method: c.req.method, path: c.req.path };
    const startedMs = performance.now();
    const fault = world.faults.takeCall(call);
    let note: string | null = fault ? faultNote(fault) : null;
    world.journal.begin();
    try {
      if (fault && fault.kind !== 'timeout-after' && fault.kind !== 'drop-after') {
        await failBefore(c, fault, options);
      } else {
        await next();
        if (fault) await failAfter(c, fault, options);
      }
    } finally {
      if (c.error) note = c.error.message;
      world.journal.end({
        ...call,
        at: world.clock.now().toISOString(),
        status: c.res.status,
        durationMs: Math.round(performance.now() - startedMs),
        requestId: c.res.headers.get('request-id') ?? c.res.headers.get('x-ms-request-id'),
        note,
      });
      if (call.method !== 'GET' || options.listener === 'gateway') world.touch();
    }
  };
}

async function failBefore(c: Context, fault: CallFault, options: TrackOptions): Promise<void> {
  if (fault.kind === 'timeout-before') await delay(c, options);
  if (fault.kind !== 'status') return cut(c);
  const { body, statusText, ...answer } = options.faultAnswer(fault, c);
  const headers: Record<string, string> = { ...answer.headers };
  if (fault.retryAfterSeconds !== undefined) headers['retry-after'] = `${fault.retryAfterSeconds}`;
  const { outgoing } = c.env as Partial<HttpBindings>;
  if (outgoing && statusText !== undefined) outgoing.statusMessage = statusText;
  c.res = new Response(body, { status: fault.status, headers });
}

async function failAfter(c: Context, fault: CallFault, options: TrackOptions): Promise<void> {
  if (fault.kind === 'timeout-after') await delay(c, options);
  cut(c);
}

/** Keeps the connection open without an answer until the client gives up. */
async function delay(c: Context, options: TrackOptions): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, options.delayMs ?? 120_000);
    timer.unref();
    c.req.raw.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function cut(c: Context): void {
  const { incoming } = c.env as Partial<HttpBindings>;
  incoming?.socket.destroy();
  c.res = new Response(null, { status: 503 });
}

function faultNote(fault: CallFault): string {
  return fault.kind === 'status' ? `fault: ${fault.status}` : `fault: ${fault.kind}`;
}
