import { randomBytes } from 'node:crypto';
import type { Service } from '../service';
import type { Scope, SubscriptionRow, SubscriptionState } from '../state/rows';
import { invalidFields, validationError } from './arm-error';

/** States in which a subscription counts towards its user's limit. */
const LIVE: readonly SubscriptionState[] = ['submitted', 'active', 'suspended'];
const ENDED: readonly SubscriptionState[] = ['cancelled', 'expired', 'rejected'];

export function newKey(): string {
  return randomBytes(16).toString('hex');
}

/** `/products/p`, `/apis`, `/apis/a`, or the same behind the service's full ARM id. */
export function readScope(arm: Service, text: string): Scope {
  const path = behindService(text);
  if (/^\/apis\/?$/i.test(path)) return { kind: 'all-apis' };
  const [, collection, id] = /^\/(products|apis)\/([^/]+)$/i.exec(path) ?? [];
  if (id === undefined) {
    const message =
      "Subscription scope should be one of '/apis', '/apis/{apiId}', '/products/{productId}'.";
    throw invalidFields([{ target: 'scope', message }]);
  }
  const isProduct = collection?.toLowerCase() === 'products';
  const known = isProduct ? arm.state.products.get(id) : arm.state.apis.get(id);
  if (!known) {
    const message = `${isProduct ? 'Product' : 'API'} '${id}' not found.`;
    throw invalidFields([{ target: 'scope', message }]);
  }
  return { kind: isProduct ? 'product' : 'api', id };
}

export function readOwner(arm: Service, text: string): string {
  const id = /^\/users\/([^/]+)$/i.exec(behindService(text))?.[1];
  if (id === undefined || !arm.state.users.get(id)) {
    const message = `User '${text}' not found. Give it as /users/{userId}.`;
    throw invalidFields([{ target: 'ownerId', message }]);
  }
  return id;
}

function behindService(text: string): string {
  return text.replace(
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ApiManagement\/service\/[^/]+/i,
    '',
  );
}

/** Whoever calls an open product needs no key, so there is nothing to subscribe to. */
export function refuseOpenProduct(arm: Service, scope: Scope): void {
  if (scope.kind !== 'product') return;
  if (arm.state.products.get(scope.id)?.subscriptionRequired !== false) return;
  const message = `Product '${scope.id}' is open: it does not require a subscription.`;
  throw invalidFields([{ target: 'scope', message }]);
}

/** How many live subscriptions of a product one user may hold. */
export function refuseOverLimit(arm: Service, row: SubscriptionRow): void {
  if (row.scope.kind !== 'product' || row.ownerId === null || !LIVE.includes(row.state)) return;
  const productId = row.scope.id;
  const limit = arm.state.products.get(productId)?.subscriptionsLimit ?? null;
  if (limit === null) return;
  const others = arm.state.subscriptions
    .ownedBy(row.ownerId)
    .filter(
      (one) =>
        one.id !== row.id &&
        one.scope.kind === 'product' &&
        one.scope.id === productId &&
        LIVE.includes(one.state),
    );
  if (others.length >= limit) throw validationError('Subscriptions limit reached for same user');
}

export function refuseTakenKeys(arm: Service, row: SubscriptionRow): void {
  for (const name of ['primaryKey', 'secondaryKey'] as const) {
    const holder = arm.state.subscriptions.withKey(row[name]);
    if (holder && holder.id !== row.id) {
      throw invalidFields([{ target: name, message: 'The key is used by another subscription.' }]);
    }
  }
  if (row.primaryKey === row.secondaryKey) {
    const message = 'Primary and secondary key must differ.';
    throw invalidFields([{ target: 'secondaryKey', message }]);
  }
}

/** Dates that follow from a state: first activation, and the end. */
export function datesAfter(
  state: SubscriptionState,
  before: Pick<SubscriptionRow, 'startMs' | 'endMs'>,
  nowMs: number,
): Pick<SubscriptionRow, 'startMs' | 'endMs'> {
  return {
    startMs: before.startMs ?? (state === 'active' ? nowMs : null),
    endMs: ENDED.includes(state) ? (before.endMs ?? nowMs) : null,
  };
}
