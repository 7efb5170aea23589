import type { AzureState } from '../state/azure-state';
import type { ApiRow, SubscriptionRow } from '../state/rows';

export type Access =
  | {
      readonly kind: 'granted';
      readonly subscription: SubscriptionRow | null;
      readonly productId: string | null;
    }
  | {
      readonly kind: 'refused';
      readonly why: 'missing' | 'invalid';
      /** Whose key it was, when it was anybody's. */
      readonly subscription: SubscriptionRow | null;
    };

/** Whether a key opens an API, and through which product. Unpublishing a product closes nothing. */
export function authorize(state: AzureState, api: ApiRow, key: string | null): Access {
  if (key === null || key === '') return withoutKey(state, api);
  const subscription = state.subscriptions.withKey(key) ?? null;
  if (!subscription) return { kind: 'refused', why: 'invalid', subscription: null };
  const productId = subscription.scope.kind === 'product' ? subscription.scope.id : null;
  return isUsable(state, subscription) && covers(state, subscription, api)
    ? { kind: 'granted', subscription, productId }
    : { kind: 'refused', why: 'invalid', subscription };
}

export function isUsable(state: AzureState, subscription: SubscriptionRow): boolean {
  if (subscription.state !== 'active') return false;
  if (subscription.ownerId === null) return true;
  return state.users.get(subscription.ownerId)?.state !== 'blocked';
}

export function covers(state: AzureState, subscription: SubscriptionRow, api: ApiRow): boolean {
  const { scope } = subscription;
  switch (scope.kind) {
    case 'all-apis':
      return true;
    case 'api':
      return scope.id === api.id;
    case 'product':
      return state.products.get(scope.id)?.apiIds.includes(api.id) ?? false;
    default:
      return scope satisfies never;
  }
}

function withoutKey(state: AzureState, api: ApiRow): Access {
  const open = state.products.find(
    (product) => !product.subscriptionRequired && product.apiIds.includes(api.id),
  );
  if (open) return { kind: 'granted', subscription: null, productId: open.id };
  return api.subscriptionRequired
    ? { kind: 'refused', why: 'missing', subscription: null }
    : { kind: 'granted', subscription: null, productId: null };
}
