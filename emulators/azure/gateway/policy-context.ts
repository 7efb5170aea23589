import type { PolicyContext } from '../policy/expression';
import type { SubscriptionRow } from '../state/rows';

/** What policies' expressions see of a call. */
export function policyContext(call: {
  subscription: SubscriptionRow | null;
  key: string;
  productId: string | null;
  apiId: string;
  operationId: string;
  method: string;
  url: URL;
  ipAddress: string;
  matched: Readonly<Record<string, string>>;
  nowMs: number;
}): PolicyContext {
  return {
    values: {
      'Api.Id': call.apiId,
      'Operation.Id': call.operationId,
      'Product.Id': call.productId ?? '',
      'Request.IpAddress': call.ipAddress,
      'Request.Method': call.method,
      'Request.OriginalUrl.Path': call.url.pathname,
      'Request.OriginalUrl.QueryString': call.url.search,
      'Subscription.Id': call.subscription?.id ?? '',
      'Subscription.Key': call.key,
      'User.Id': call.subscription?.ownerId ?? '',
    },
    matched: call.matched,
    nowMs: call.nowMs,
  };
}
