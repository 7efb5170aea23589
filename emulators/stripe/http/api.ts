import { type Context, Hono } from 'hono';
import { API_VERSION } from '../objects/event';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import { decodeForm, type FormObject } from '../wire/form';
import { invalid, StripeError } from '../wire/stripe-error';
import { checkVersion } from './api-version';
import { authorize } from './authorize';
import type { Endpoint } from './endpoint';
import { expandAll } from './expand';
import { checkPermission } from './restricted-keys';
import { timelineOf } from './timeline-of';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The API as one app: keys, idempotency, parameters, expansion, errors. */
export function api(account: Account, endpoints: readonly Endpoint[]): Hono {
  const app = new Hono();
  // Before those by id: there is none that is called search.
  app.get('/v1/:collection/search', (c) => absent(c, endpoints));
  for (const one of endpoints) app.on(one.method, one.path, (c) => answer(account, one, c));
  app.all('*', (c) => absent(c, endpoints));
  return app;
}

/** Stripe may have it, the emulator not. */
function absent(c: Context, endpoints: readonly Endpoint[]): Response {
  const known = endpoints
    .filter((one) => !c.req.path.endsWith('/search') && matchesPath(one.path, c.req.path))
    .map((one) => one.method);
  const hint = known.length > 0 ? ` (there is ${known.join(', ')})` : '';
  const message = `The Stripe emulator has no ${c.req.method} ${c.req.path}${hint}. Stripe may have it: see emulators/README.md.`;
  const error = new StripeError(501, { type: 'invalid_request_error', message });
  return send(c, newId('req', 14), failure(error), undefined);
}

async function answer(account: Account, one: Endpoint, c: Context): Promise<Response> {
  const requestId = newId('req', 14);
  const version = c.req.header('stripe-version');
  const key = one.method === 'POST' ? c.req.header('idempotency-key') : undefined;
  let claimed = false;
  let leave = () => {};
  try {
    const apiKey = authorize(c.req.header('authorization'));
    checkPermission(account.settings.restrictedKeys[apiKey], {
      key: apiKey,
      method: c.req.method,
      path: c.req.path,
    });
    checkVersion(version);
    const text = one.method === 'POST' ? await c.req.text() : new URL(c.req.url).search.slice(1);
    leave = account.limits.enter(account.settings.limits, c.req.path, text);
    if (key !== undefined) {
      const saved = account.idempotency.begin(
        key,
        `${c.req.method} ${c.req.path} ${text}`,
        account.worldNow(),
      );
      if (saved) {
        c.header('Idempotent-Replayed', 'true');
        c.header('Original-Request', saved.requestId);
        return send(c, requestId, saved, version);
      }
      claimed = true;
    }
    if (account.settings.latencyMs > 0) await pause(account.settings.latencyMs);
    const made = work(account, one, c, { text, requestId, key });
    if (key !== undefined) account.idempotency.save(key, { ...made, requestId });
    return send(c, requestId, made, version);
  } catch (error) {
    if (!(error instanceof StripeError)) {
      const failed = broken(error);
      if (claimed && key !== undefined) account.idempotency.save(key, { ...failed, requestId });
      return send(c, requestId, failed, version);
    }
    if (claimed && key !== undefined) account.idempotency.release(key);
    if (error.shouldRetry !== undefined) c.header('Stripe-Should-Retry', String(error.shouldRetry));
    return send(c, requestId, failure(error), version);
  } finally {
    leave();
  }
}

/** Does the work without a pause, so that the request it is done for can be known to all of it. */
function work(
  account: Account,
  one: Endpoint,
  c: Context,
  request: { text: string; requestId: string; key: string | undefined },
): Answer {
  account.request = { id: request.requestId, idempotency_key: request.key ?? null };
  try {
    const { expand, ...raw } = decodeForm(request.text);
    const path = c.req.param();
    const timeline = timelineOf(account, { method: one.method, raw, path });
    const made = account.timelines.run(timeline, () => one.run(account, raw, path));
    return {
      status: 200,
      body: JSON.stringify(expandAll(account, made, pathsOf(expand)), null, 2),
    };
  } catch (error) {
    // A declined card is a result: the same key gives the same refusal. A refused parameter is not.
    if (error instanceof StripeError && error.status === 402) return failure(error);
    throw error;
  } finally {
    account.request = { id: null, idempotency_key: null };
  }
}

function pathsOf(expand: FormObject[string] | undefined): string[] {
  if (expand === undefined) return [];
  if (typeof expand === 'string') throw invalid('Invalid array', 'expand');
  return Object.values(expand).map(String);
}

/** The emulator's own fault. What was begun may have been done in part, so the same key gives it again. */
function broken(error: unknown): Answer {
  console.error('stripe emulator:', error);
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The emulator failed: ${reason}`;
  return failure(new StripeError(500, { type: 'api_error', message }));
}

function failure(error: StripeError): Answer {
  return { status: error.status, body: JSON.stringify({ error: error.body }, null, 2) };
}

function send(c: Context, requestId: string, made: Answer, version: string | undefined): Response {
  c.header('Content-Type', 'application/json');
  c.header('Request-Id', requestId);
  c.header('Stripe-Version', version ?? API_VERSION);
  const key = c.req.header('idempotency-key');
  if (key !== undefined) c.header('Idempotency-Key', key);
  c.status(made.status as 200);
  return c.body(made.body);
}

function matchesPath(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
