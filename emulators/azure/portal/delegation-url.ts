import { createHmac, randomBytes } from 'node:crypto';

/** What the portal hands over to the site that it delegates to. */
export type DelegatedRequest =
  | { readonly operation: 'SignIn' | 'SignUp'; readonly returnUrl: string }
  | {
      readonly operation: 'SignOut' | 'ChangePassword' | 'ChangeProfile' | 'CloseAccount';
      readonly userId: string;
    }
  | { readonly operation: 'Subscribe'; readonly productId: string; readonly userId: string }
  | { readonly operation: 'Unsubscribe'; readonly subscriptionId: string; readonly userId: string }
  | { readonly operation: 'Renew'; readonly subscriptionId: string };

/** What real portals have been seen to sign instead of what is documented. */
export interface Deviations {
  readonly changeProfileSignsSaltOnly: boolean;
  readonly subscribeSignsUserFirst: boolean;
  /** Unsubscribe is sent with the subscription alone. */
  readonly unsubscribeNamesNoUser?: boolean;
  /** The operation is called RenewSubscription, as the portal's own source calls it. */
  readonly renewIsRenewSubscription?: boolean;
}

/** The address to send the browser to: parameters, operation, a fresh salt and the signature. */
export function delegationUrl(input: {
  url: string;
  /** Base64, as the settings keep it. */
  validationKey: string;
  request: DelegatedRequest;
  deviations: Deviations;
}): string {
  const salt = randomBytes(32).toString('base64');
  const { operation, ...parameters } = input.request;
  const url = new URL(input.url);
  const { unsubscribeNamesNoUser, renewIsRenewSubscription } = input.deviations;
  for (const [name, value] of Object.entries(parameters)) {
    const isLeftOut = name === 'userId' && operation === 'Unsubscribe' && unsubscribeNamesNoUser;
    if (!isLeftOut) url.searchParams.set(name, value);
  }
  const isRenamed = operation === 'Renew' && renewIsRenewSubscription;
  url.searchParams.set('operation', isRenamed ? 'RenewSubscription' : operation);
  url.searchParams.set('salt', salt);
  const values = signedValues(input.request, input.deviations);
  url.searchParams.set('sig', delegationSignature(input.validationKey, [salt, ...values]));
  return url.toString();
}

/** Base64 of HMAC-SHA512 over the lines; the values are signed as they are before encoding. */
export function delegationSignature(validationKey: string, lines: readonly string[]): string {
  const key = Buffer.from(validationKey, 'base64');
  return createHmac('sha512', key).update(lines.join('\n'), 'utf8').digest('base64');
}

function signedValues(request: DelegatedRequest, deviations: Deviations): string[] {
  switch (request.operation) {
    case 'SignIn':
    case 'SignUp':
      return [request.returnUrl];
    case 'SignOut':
    case 'ChangePassword':
    case 'CloseAccount':
      return [request.userId];
    case 'ChangeProfile':
      return deviations.changeProfileSignsSaltOnly ? [] : [request.userId];
    case 'Subscribe':
      return deviations.subscribeSignsUserFirst
        ? [request.userId, request.productId]
        : [request.productId, request.userId];
    case 'Unsubscribe':
    case 'Renew':
      return [request.subscriptionId];
    default:
      return request satisfies never;
  }
}
