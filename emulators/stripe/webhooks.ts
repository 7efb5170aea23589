import { createHmac } from 'node:crypto';
import { finalizeInvoiceOf } from './billing/defer-finalization';
import { renderEvent } from './objects/event';
import type { Account } from './state/account';
import type { Attempt, DeliveryRow, EndpointRow } from './state/notification-rows';
import { renderNotification } from './v2/render-thin-event';

/** Seconds from one failed attempt to the next: exponential, for three days in all. */
const BACK_OFF = [60, 300, 1800, 7200, 18_000, 36_000, 43_200, 43_200, 43_200, 43_200];
const GIVE_UP_SECONDS = 3 * 86_400;
const TIMEOUT_MS = 20_000;

/** One attempt at one delivery. */
export async function deliver(account: Account, id: string): Promise<void> {
  const delivery = account.deliveries.get(id);
  if (delivery?.state !== 'pending') return;
  const endpoint =
    account.endpoints.get(delivery.endpoint) ?? account.destinations.get(delivery.endpoint);
  const reported = endpoint && contentOf(account, delivery.event, endpoint);
  if (!reported || endpoint.status !== 'enabled') {
    account.deliveries.put({ ...delivery, state: 'failed', nextAt: null });
    finalizeInvoiceOf(account, account.events.get(delivery.event));
    return;
  }
  account.world.contacted();
  const body = JSON.stringify(reported, null, 2);
  const attempt = await post(account, endpoint, body);
  settle(account, delivery, attempt);
  finalizeInvoiceOf(account, account.events.get(delivery.event));
}

function contentOf(account: Account, id: string, endpoint: EndpointRow): object | undefined {
  const event = account.events.get(id);
  if (event) return renderEvent(account, event, endpoint.apiVersion);
  const thin = account.thinEvents.get(id);
  return thin && renderNotification(thin);
}

function settle(account: Account, delivery: DeliveryRow, attempt: Attempt): void {
  const attempts = [...delivery.attempts, attempt];
  if (attempt.status !== null && attempt.status >= 200 && attempt.status < 300) {
    account.deliveries.put({ ...delivery, attempts, state: 'delivered', nextAt: null });
    return;
  }
  const first = attempts[0]?.at ?? attempt.at;
  const wait = BACK_OFF[attempts.length - 1];
  if (wait === undefined || attempt.at + wait > first + GIVE_UP_SECONDS) {
    account.deliveries.put({ ...delivery, attempts, state: 'failed', nextAt: null });
    return;
  }
  const nextAt = attempt.at + wait;
  account.deliveries.put({ ...delivery, attempts, nextAt });
  account.wakeInWorld('delivery', delivery.id, nextAt);
}

async function post(account: Account, endpoint: EndpointRow, body: string): Promise<Attempt> {
  const at = account.worldNow();
  const startedMs = performance.now();
  const taken = () => Math.round(performance.now() - startedMs);
  try {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signature(endpoint.secret, at, body),
      },
    });
    await response.arrayBuffer();
    return { at, status: response.status, error: null, durationMs: taken() };
  } catch (error) {
    return { at, status: null, error: reason(error), durationMs: taken() };
  }
}

/** `t=…,v1=HMAC-SHA256(secret, "{t}.{raw body}")`, as Stripe documents it. */
export function signature(secret: string, at: number, body: string): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
