import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { track } from '../../core/track';
import { effectivePolicy } from '../policy/effective-policy';
import { ExpressionError, type PolicyContext } from '../policy/expression';
import type { Service } from '../service';
import type { SubscriptionRow } from '../state/rows';
import { callClass } from '../usage/call-class';
import { authorize } from './authorize';
import { callBackend } from './call-backend';
import { corsHeaders, preflight } from './cors-headers';
import { faultAnswer } from './fault-answer';
import { judge } from './limits';
import { policyContext } from './policy-context';
import { backendFailed, type GatewayAnswer, keyRefused, limitReached, notFound } from './refusals';
import { returnResponse } from './return-response';
import { routeCall } from './route-call';

/** The gateway: finds the API, checks the key, runs the policies, calls the backend, counts. */
export function gatewayApp(service: Service): Hono {
  const app = new Hono();
  app.use(track(service.world, { listener: 'gateway', faultAnswer }));
  app.onError((error, c) => {
    if (!(error instanceof ExpressionError)) console.error('azure emulator: gateway failed', error);
    return send(c, backendFailed());
  });
  app.all('*', async (c) => (await asksFirst(service, c)) ?? handle(service, c));
  return app;
}

/** A browser that asks whether it may call is answered by the `cors` policy, without a key; else it is a call. */
async function asksFirst(service: Service, c: Context): Promise<Response | null> {
  const method = c.req.header('access-control-request-method');
  if (c.req.method !== 'OPTIONS' || method === undefined) return null;
  const routing = routeCall(service.state, method, c.req.path);
  if (routing.kind !== 'found') return null;
  const { api, operation, matched } = routing.call;
  const at = { apiId: api.id, operationId: operation.id, productId: null };
  const policy = effectivePolicy(
    service.state,
    at,
    contextOf(service, c, { ...at, subscription: null, key: '', matched }),
  );
  const asked = {
    method,
    origin: c.req.header('origin'),
    headers: c.req.header('access-control-request-headers'),
  };
  return preflight(policy.cors, asked);
}

async function handle(service: Service, c: Context): Promise<Response> {
  const { state } = service;
  const routing = routeCall(state, c.req.method, c.req.path);
  if (routing.kind !== 'found') {
    const apiId = routing.kind === 'no-operation' ? routing.api.id : '';
    record(service, c, {
      apiId,
      operationId: '',
      subscription: null,
      productId: null,
      status: 404,
    });
    return send(c, notFound());
  }
  const { api, operation } = routing.call;
  const at = { apiId: api.id, operationId: operation.id };
  const key = c.req.header(api.keyHeader) ?? c.req.query(api.keyQuery) ?? null;
  const access = authorize(state, api, key);
  if (access.kind === 'refused') {
    const { subscription } = access;
    const productId = subscription?.scope.kind === 'product' ? subscription.scope.id : null;
    record(service, c, { ...at, subscription, productId, status: 401 });
    const host = c.req.header('host') ?? '';
    return send(c, keyRefused(access.why, { host, path: api.path, keyHeader: api.keyHeader }));
  }
  const { subscription, productId } = access;
  const atMs = service.world.clock.nowMs();
  const { matched } = routing.call;
  const context = contextOf(service, c, {
    ...at,
    subscription,
    productId,
    key: key ?? '',
    matched,
  });
  const policy = effectivePolicy(state, { productId, ...at }, context);
  const { counters, rates } = service;
  const caller = { subscription, context };
  const shared = corsHeaders(policy.cors, c.req.header('origin'));
  const verdict = judge({ limits: policy.limits, caller, atMs, counters, rates });
  if (verdict.kind === 'refused') {
    const answer = limitReached(verdict.refusal, atMs);
    record(service, c, { ...at, subscription, productId, status: answer.status });
    return send(c, { ...answer, headers: { ...answer.headers, ...shared } });
  }
  const response = await answerFrom(c, () =>
    policy.response
      ? returnResponse(policy.response, context)
      : callBackend(routing.call, c.req.raw, atMs),
  );
  const bytes = Number(response.headers.get('content-length') ?? 0);
  for (const { counter, window } of verdict.quotas) {
    service.counters.add(counter, window.index, { calls: 0, bytes });
  }
  record(service, c, { ...at, subscription, productId, status: response.status });
  for (const [name, value] of Object.entries({ ...shared, ...verdict.headers })) {
    response.headers.set(name, value);
  }
  return response;
}

function contextOf(
  service: Service,
  c: Context,
  call: Pick<
    Parameters<typeof policyContext>[0],
    'apiId' | 'operationId' | 'productId' | 'subscription' | 'key' | 'matched'
  >,
): PolicyContext {
  return policyContext({
    ...call,
    method: c.req.method,
    url: new URL(c.req.url),
    ipAddress: ipOf(c),
    nowMs: service.world.clock.nowMs(),
  });
}

async function answerFrom(
  c: Context,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  try {
    return await answer();
  } catch {
    // A backend that can't be reached, or an expression that fails: both look like this outside.
    return send(c, backendFailed());
  }
}

function send(c: Context, answer: GatewayAnswer): Response {
  const { outgoing } = c.env as Partial<HttpBindings>;
  if (outgoing && answer.statusText !== undefined) outgoing.statusMessage = answer.statusText;
  const length = `${Buffer.byteLength(answer.body)}`;
  const headers = { ...answer.headers, 'Content-Length': length };
  return new Response(answer.body, { status: answer.status, headers });
}

function ipOf(c: Context): string {
  const { incoming } = c.env as Partial<HttpBindings>;
  return incoming?.socket.remoteAddress ?? '127.0.0.1';
}

interface Counted {
  readonly apiId: string;
  readonly operationId: string;
  readonly subscription: SubscriptionRow | null;
  readonly productId: string | null;
  readonly status: number;
}

function record(service: Service, c: Context, call: Counted): void {
  const nowMs = service.world.clock.nowMs();
  const subscriptionId = call.subscription?.id ?? null;
  const userId = call.subscription?.ownerId ?? null;
  service.usage.add({
    subscriptionId: subscriptionId ?? '',
    productId: call.productId ?? '',
    userId: userId ?? '',
    apiId: call.apiId,
    operationId: call.operationId,
    class: callClass(call.status),
    calls: 1,
    fromMs: nowMs,
    toMs: nowMs,
  });
  service.calls.add({
    at: new Date(nowMs).toISOString(),
    subscription: subscriptionId,
    user: userId,
    product: call.productId,
    api: call.apiId || null,
    operation: call.operationId || null,
    method: c.req.method,
    url: withoutKey(c.req.url),
    ipAddress: ipOf(c),
    status: call.status,
    calls: 1,
  });
}

/** Keys don't belong into a log, whatever the parameter is called. */
function withoutKey(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
