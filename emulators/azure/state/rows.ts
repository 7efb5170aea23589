/** What the service keeps. `revision` is what an ETag is made of; instants are ms since epoch. */
interface Entity {
  readonly id: string;
  readonly revision: number;
}

export const USER_STATES = ['active', 'blocked', 'pending', 'deleted'] as const;

export interface UserRow extends Entity {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly state: (typeof USER_STATES)[number];
  readonly note: string | null;
  readonly identities: readonly { readonly provider: string; readonly id: string }[];
  readonly registeredMs: number;
  /** For the portal's own sign-in; null = nobody can sign in with a password. */
  readonly passwordHash?: string | null;
}

export interface GroupRow extends Entity {
  readonly displayName: string;
  readonly description: string | null;
  readonly type: 'system' | 'custom' | 'external';
  readonly externalId: string | null;
  /** Members that were put in. Everybody who is signed up is in "developers" besides. */
  readonly userIds: readonly string[];
}

export interface ProductRow extends Entity {
  readonly displayName: string;
  readonly description: string | null;
  readonly terms: string | null;
  readonly subscriptionRequired: boolean;
  readonly approvalRequired: boolean | null;
  /** Live subscriptions that one user may hold; null = any number. */
  readonly subscriptionsLimit: number | null;
  readonly state: 'published' | 'notPublished';
  readonly apiIds: readonly string[];
  readonly groupIds: readonly string[];
}

export interface OperationRow extends Entity {
  readonly displayName: string;
  readonly method: string;
  readonly urlTemplate: string;
  /** Everything else of the contract, as it was sent. */
  readonly rest: Readonly<Record<string, unknown>>;
}

export interface ApiRow extends Entity {
  readonly displayName: string;
  readonly path: string;
  readonly serviceUrl: string | null;
  readonly subscriptionRequired: boolean;
  readonly keyHeader: string;
  readonly keyQuery: string;
  readonly protocols: readonly string[];
  readonly operations: readonly OperationRow[];
  readonly rest: Readonly<Record<string, unknown>>;
}

export const SUBSCRIPTION_STATES = [
  'submitted',
  'active',
  'suspended',
  'expired',
  'cancelled',
  'rejected',
] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

export type Scope =
  | { readonly kind: 'product'; readonly id: string }
  | { readonly kind: 'api'; readonly id: string }
  | { readonly kind: 'all-apis' };

export interface SubscriptionRow extends Entity {
  readonly ownerId: string | null;
  readonly scope: Scope;
  readonly displayName: string;
  readonly state: SubscriptionState;
  readonly stateComment: string | null;
  readonly primaryKey: string;
  readonly secondaryKey: string;
  readonly allowTracing: boolean;
  readonly createdMs: number;
  /** First became active. Quota windows count from here. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly expirationMs: number | null;
}

export interface TagRow extends Entity {
  readonly displayName: string;
}

/** The tags of something; `id` is 'products/p', 'apis/a' or 'apis/a/operations/o'. */
export interface TaggedRow {
  readonly id: string;
  readonly tagIds: readonly string[];
}

/** A policy document; `id` is its scope: '', 'products/p', 'apis/a' or 'apis/a/operations/o'. */
export interface PolicyRow extends Entity {
  readonly format: 'xml' | 'rawxml';
  readonly value: string;
}

export interface PortalSettings {
  readonly revision: number;
  readonly delegation: {
    readonly url: string | null;
    readonly validationKey: string | null;
    readonly subscriptions: boolean;
    readonly userRegistration: boolean;
  };
  readonly signin: { readonly enabled: boolean };
  readonly signup: {
    readonly enabled: boolean;
    readonly termsOfService: {
      readonly text: string | null;
      readonly enabled: boolean;
      readonly consentRequired: boolean;
    };
  };
}
