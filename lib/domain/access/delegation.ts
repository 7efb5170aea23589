/**
 * What the gateway's developer portal asks Tollgate to do. The signature proves that the portal made the link, not that
 * the person in front of it is the user named there: `operation` is not signed and nothing expires, so a caller
 * still compares `userId` with its own session and changes nothing on GET.
 */
export type DelegationRequest = { salt: string; signature: string } & (
  | { operation: 'SignIn' | 'SignUp'; returnUrl: string }
  | { operation: UserOperation; userId: string }
  | { operation: 'Subscribe'; productId: string; userId: string }
  | { operation: 'Unsubscribe'; subscriptionId: string; userId: string | null }
  | { operation: 'Renew'; subscriptionId: string }
);

type UserOperation = 'SignOut' | 'ChangePassword' | 'ChangeProfile' | 'CloseAccount';

export type DelegationOutcome =
  | { kind: 'ok'; request: DelegationRequest }
  | { kind: 'invalid'; parameter: string; expected: string }
  | { kind: 'unknown-operation'; operation: string };

/** Takes a URLSearchParams, or any list of decoded names and values. */
export function parseDelegation(query: Iterable<readonly [string, string]>): DelegationOutcome {
  const read = new Parameters(query);
  const operation = read.required('operation', OPERATION);
  const salt = read.required('salt', BASE64);
  const signature = read.required('sig', BASE64);
  const signed = { salt, signature };
  // A wrong operation is distinguished from a damaged link: the portal may add new ones.
  switch (operation) {
    case 'SignIn':
    case 'SignUp':
      return read.outcome({ ...signed, operation, returnUrl: read.required('returnUrl', ADDRESS) });
    case 'SignOut':
    case 'ChangePassword':
    case 'ChangeProfile':
    case 'CloseAccount':
      return read.outcome({ ...signed, operation, userId: read.required('userId', USER_ID) });
    case 'Subscribe':
      return read.outcome({
        ...signed,
        operation,
        productId: read.required('productId', ID),
        userId: read.required('userId', USER_ID),
      });
    case 'Unsubscribe':
      return read.outcome({
        ...signed,
        operation,
        subscriptionId: read.required('subscriptionId', ID),
        userId: read.optional('userId', USER_ID),
      });
    case 'Renew':
    case 'RenewSubscription':
      return read.outcome({
        ...signed,
        operation: 'Renew',
        subscriptionId: read.required('subscriptionId', ID),
      });
    default:
      return read.problem ?? { kind: 'unknown-operation', operation };
  }
}

/**
 * The texts that may have been signed: the documented one first, then the forms that portals are known to send.
 * Values are signed as they are after decoding.
 */
export function stringsToSign(request: DelegationRequest): string[] {
  const { salt } = request;
  switch (request.operation) {
    case 'SignIn':
    case 'SignUp':
      return [lines(salt, request.returnUrl)];
    case 'SignOut':
    case 'ChangePassword':
    case 'CloseAccount':
      return [lines(salt, request.userId)];
    case 'ChangeProfile':
      // Managed portals have signed the salt alone. That proves nothing about the user, so it is accepted for this
      // operation only, which only opens the user's own profile page after checking who is signed in.
      return [lines(salt, request.userId), salt];
    case 'Subscribe':
      return [
        lines(salt, request.productId, request.userId),
        lines(salt, request.userId, request.productId),
      ];
    case 'Unsubscribe':
    case 'Renew':
      return [lines(salt, request.subscriptionId)];
    default:
      return request satisfies never;
  }
}

function lines(...values: string[]): string {
  return values.join('\n');
}

interface Charset {
  pattern: RegExp;
  expected: string;
  /** A proxy that decodes twice makes a space of "+"; neither charset has a space of its own. */
  plusFromSpace?: true;
}

const OPERATION: Charset = { pattern: /^[A-Za-z]{1,40}$/, expected: 'the name of an operation' };

const BASE64: Charset = {
  pattern: /^[A-Za-z0-9+/]{1,512}={0,2}$/,
  expected: 'base64',
  plusFromSpace: true,
};

// No line break and nothing that means something in an address: signed values are joined by line breaks, so one with a
// line break in it would be signed like two.
const ID: Charset = {
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,254}[A-Za-z0-9])?$/,
  expected: 'an id of letters, digits and inner hyphens, dots or underscores',
};

// Ids of users come from scripts and older portals too: `jane.doe`, `{5F7F}`, `jane@contoso.com`.
const USER_ID: Charset = {
  pattern: /^(?!\.{1,2}$)[^\s*#&+:<>?%/\\\p{Cc}\p{Zl}\p{Zp}]{1,80}$/u,
  expected: 'the id of a user: at most 80 characters, none of them * # & + : < > ? % / or \\',
};

const ADDRESS: Charset = {
  pattern: /^[^\p{Cc}\p{Zl}\p{Zp}]{0,2000}$/u,
  expected: 'an address of at most 2,000 characters, none of them a control character',
};

/** Reads parameters and remembers the first that is missing, repeated or has a character that it may not have. */
class Parameters {
  problem: Extract<DelegationOutcome, { kind: 'invalid' }> | null = null;
  private readonly values = new Map<string, string[]>();

  constructor(query: Iterable<readonly [string, string]>) {
    for (const [name, value] of query) {
      this.values.set(name, [...(this.values.get(name) ?? []), value]);
    }
  }

  required(name: string, charset: Charset): string {
    const value = this.optional(name, charset);
    if (value === null) this.refuse(name, `${charset.expected}; it is missing`);
    return value ?? '';
  }

  optional(name: string, charset: Charset): string | null {
    const [value, another] = this.values.get(name) ?? [];
    if (value === undefined) return null;
    // Which of two would be the signed one depends on who reads them.
    if (another !== undefined) this.refuse(name, 'one value, not several');
    const plain = charset.plusFromSpace ? value.replaceAll(' ', '+') : value;
    if (!charset.pattern.test(plain)) this.refuse(name, charset.expected);
    return plain;
  }

  outcome(request: DelegationRequest): DelegationOutcome {
    return this.problem ?? { kind: 'ok', request };
  }

  private refuse(parameter: string, expected: string): void {
    this.problem ??= { kind: 'invalid', parameter, expected };
  }
}
