import { type Context, Hono } from 'hono';
import { checkVersion } from '../http/api-version';
import { authorize } from '../http/authorize';
import { checkPermission } from '../http/restricted-keys';
import { API_VERSION } from '../objects/event';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import { StripeError } from '../wire/stripe-error';
import { checkSession } from './meter-sessions';
import { invalidFields } from './v2-error';
import type { V2Route } from './v2-route';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Stripe's second API: JSON bodies, errors without a param, ISO times, idempotency for POST. */
export function v2Api(account: Account, routes: readonly V2Route[]): Hono {
  const app = new Hono();
  for (const one of routes) app.on(one.method, one.path, (c) => answer(account, one, c));
  return app;
}

async function answer(account: Account, one: V2Route, c: Context): Promise<Response> {
  const requestId = newId('req', 14);
  const key = one.method === 'POST' ? c.req.header('idempotency-key') : undefined;
  let claimed = false;
  let leave = () => {};
  try {
    checkKey(account, one, c);
    checkVersion(c.req.header('stripe-version'));
    const text = one.method === 'GET' ? new URL(c.req.url).search.slice(1) : await c.req.text();
    leave = account.limits.enter(account.settings.limits, c.req.path, text);
    if (key !== undefined) {
      const fingerprint = `${c.req.method} ${c.req.path} ${text}`;
      const saved = account.idempotency.begin(key, fingerprint, account.worldNow());
      if (saved) {
        c.header('Idempotent-Replayed', 'true');
        return send(c, requestId, saved);
      }
      claimed = true;
    }
    const params = one.method === 'GET' ? queryOf(text) : bodyOf(text, c);
    account.request = { id: requestId, idempotency_key: key ?? null };
    const made = one.run(account, params, c.req.param('id') ?? '');
    const done: Answer = { status: 200, body: JSON.stringify(made) };
    if (key !== undefined) account.idempotency.save(key, { ...done, requestId });
    return send(c, requestId, done);
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    if (claimed && key !== undefined) account.idempotency.release(key);
    if (error.shouldRetry !== undefined) c.header('Stripe-Should-Retry', String(error.shouldRetry));
    return send(c, requestId, {
      status: error.status,
      body: JSON.stringify({ error: error.body }),
    });
  } finally {
    account.request = { id: null, idempotency_key: null };
    leave();
  }
}

function checkKey(account: Account, one: V2Route, c: Context): void {
  const header = c.req.header('authorization');
  if (one.bySession) {
    checkSession(account, header);
    return;
  }
  const key = authorize(header);
  checkPermission(account.settings.restrictedKeys[key], {
    key,
    method: c.req.method,
    path: c.req.path,
  });
}

function bodyOf(text: string, c: Context): unknown {
  if (text === '') return {};
  if (!(c.req.header('content-type') ?? '').startsWith('application/json'))
    throw invalidFields('The API under /v2 takes JSON: set Content-Type to application/json.');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidFields('The body is not JSON.');
  }
}

/** `include[0]=a&include[1]=b&limit=2&page=x`: lists become lists, the rest stays text. */
function queryOf(text: string): unknown {
  const found: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const list = /^(\w+)\[\d*\]$/.exec(name)?.[1];
    if (list === undefined) found[name] = value;
    else found[list] = [...((found[list] as unknown[] | undefined) ?? []), value];
  }
  return found;
}

function send(c: Context, requestId: string, made: Answer): Response {
  c.header('Request-Id', requestId);
  c.header('Stripe-Version', c.req.header('stripe-version') ?? API_VERSION);
  c.status(made.status as 200);
  c.header('Content-Type', 'application/json');
  return c.body(made.body);
}
