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

export const deviationNames = [
  'changeProfileSignsSaltOnly',
  'subscribeSignsUserFirst',
  'unsubscribeNamesNoUser',
  'renewIsRenewSubscription',
  'returnUrlIsAlwaysRoot',
  'lowerCaseEscapes',
  'plusForSpace',
  'plusNotEscaped',
] as const;

/**
 * What real portals have been seen to do instead of what is documented:
 * ChangeProfile signed without its user; Subscribe with user and product the other way round; Unsubscribe with
 * the subscription alone; Renew under the name in the portal's source; `/` whatever page one came from; escapes
 * as .NET writes them (`%3d`) and its `+` for a space; `+` left as it is in salt and signature, which arrives
 * as a space, as after a proxy that decodes once too often.
 */
export type Deviations = Readonly<Record<(typeof deviationNames)[number], boolean>>;

/** The address to send the browser to: parameters, operation, a fresh salt and the signature. */
export function delegationUrl(input: {
  url: string;
  /** Base64, as the settings keep it. */
  validationKey: string;
  request: DelegatedRequest;
  deviations: Deviations;
}): string {
  const { deviations } = input;
  const salt = randomBytes(32).toString('base64');
  const request = asSent(input.request, deviations);
  const { operation, ...parameters } = request;
  const isNameless = operation === 'Unsubscribe' && deviations.unsubscribeNamesNoUser;
  const shown = Object.entries(parameters).filter(([name]) => !(isNameless && name === 'userId'));
  const isRenamed = operation === 'Renew' && deviations.renewIsRenewSubscription;
  const sig = delegationSignature(input.validationKey, [
    salt,
    ...signedValues(request, deviations),
  ]);
  const query = [
    ...shown.map(([name, value]) => [name, escaped(value, deviations)]),
    ['operation', isRenamed ? 'RenewSubscription' : operation],
    ...Object.entries({ salt, sig }).map(([name, value]) => {
      const text = escaped(value, deviations);
      return [name, deviations.plusNotEscaped ? text.replace(/%2b/gi, '+') : text];
    }),
  ];
  const url = new URL(input.url);
  const own = url.search === '' ? [] : [url.search.slice(1)];
  url.search = '';
  url.hash = '';
  return `${url}?${[...own, ...query.map((pair) => pair.join('='))].join('&')}`;
}

/** Base64 of HMAC-SHA512 over the lines; the values are signed as they are before encoding. */
export function delegationSignature(validationKey: string, lines: readonly string[]): string {
  const key = Buffer.from(validationKey, 'base64');
  return createHmac('sha512', key).update(lines.join('\n'), 'utf8').digest('base64');
}

function asSent(request: DelegatedRequest, deviations: Deviations): DelegatedRequest {
  const isReturning = request.operation === 'SignIn' || request.operation === 'SignUp';
  return isReturning && deviations.returnUrlIsAlwaysRoot ? { ...request, returnUrl: '/' } : request;
}

function escaped(value: string, deviations: Deviations): string {
  const text = encodeURIComponent(value);
  const spaced = deviations.plusForSpace ? text.replaceAll('%20', '+') : text;
  return deviations.lowerCaseEscapes
    ? spaced.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
    : spaced;
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
