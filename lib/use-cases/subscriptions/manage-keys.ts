import { updateSubscription } from '../../db/subscriptions';
import type { AuditAction } from '../../kit/wire-names';
import { audit } from '../audit/audit';
import { requireOwned } from '../audit/require-owned';
import { markProblem } from '../audit/subscription-problems';
import type { Needs } from '../deps';
import { throttle, type Wait } from '../throttling/throttle';

export type KeysOutcome =
  | { kind: 'keys'; primary: string; secondary: string }
  | { kind: 'not-found' }
  | { kind: 'not-ready'; message: string }
  | Wait;

/** Reads the keys from the gateway on request. They are never stored, logged or listed. */
export async function revealKeys(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress' | 'telemetry'>,
  input: { userId: string; subscriptionId: string },
): Promise<KeysOutcome> {
  const row = await requireOwned(deps, input);
  if (!row) return { kind: 'not-found' };
  const throttled = await throttle(deps, 'keys', input.userId);
  if (throttled.kind === 'wait') return throttled;
  return read(deps, input, row);
}

async function read(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress'>,
  input: { userId: string; subscriptionId: string },
  row: { id: string; gatewayState: string; problem: string | null },
): Promise<KeysOutcome> {
  if (row.gatewayState === 'absent') {
    return {
      kind: 'not-ready',
      message: 'Your keys appear here once the payment is confirmed.',
    };
  }
  const keys = await deps.gateway.readKeys(row.id);
  if (!keys) {
    // Found here first: the operator sees it in the list of problems.
    await markProblem(deps, row, { kind: 'gateway-missing' });
    return {
      kind: 'not-ready',
      message:
        'API Management has lost this subscription. The operator has been notified and can restore it; we’ll email you then.',
    };
  }
  await updateSubscription(deps.db, row.id, { keysRenewedAt: null });
  await notify(deps, input, 'keys.shown');
  return { kind: 'keys', ...keys };
}

/** Replaces one key; the other one continues to work, so that an application can be moved over without downtime. */
export async function rotateKey(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress' | 'telemetry'>,
  input: { userId: string; subscriptionId: string; key: 'primary' | 'secondary' },
): Promise<KeysOutcome> {
  const row = await requireOwned(deps, input);
  if (!row) return { kind: 'not-found' };
  const throttled = await throttle(deps, 'keys', input.userId);
  if (throttled.kind === 'wait') return throttled;
  if (row.gatewayState !== 'active') {
    return {
      kind: 'not-ready',
      message: 'You can replace keys only while the subscription is active.',
    };
  }
  await deps.gateway.rotateKey(row.id, input.key);
  await notify(deps, input, `keys.rotated-${input.key}`);
  return read(deps, input, row);
}

async function notify(
  deps: Needs<'clock' | 'db' | 'log' | 'requestAddress'>,
  input: { userId: string; subscriptionId: string },
  action: AuditAction,
): Promise<void> {
  await audit(deps, {
    actor: input.userId,
    action,
    targetType: 'key',
    targetId: input.subscriptionId,
  });
  deps.log.info({ userId: input.userId, subscriptionId: input.subscriptionId }, action);
}
