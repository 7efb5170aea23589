/**
 * What Tollgate needs from the API gateway, in the terms of the domain. Every write is a PUT or PATCH under a name of
 * ours and may be repeated.
 */
export interface ApiGateway {
  /**
   * Creates or updates the gateway's user with our id, and returns it as it is there now. Throws `email-taken` (AppError)
   * when another user has the email.
   */
  ensureUser(user: { id: string; email: string; name: string }): Promise<GatewayUser>;
  readUser(userId: string): Promise<GatewayUser | null>;
  /** Compared without regard to case. */
  findUserByEmail(email: string): Promise<GatewayUser | null>;
  /** Ids of the users that an administrator of the gateway has blocked. */
  listBlockedUsers(): AsyncIterable<string>;
  /** Deletes the user with all subscriptions and waits until it is done. A user that is not there counts as done. */
  deleteUser(userId: string): Promise<void>;
  /**
   * A token that signs the user in to the developer portal until `expires`. Throws `conflict` (AppError) when the portal
   * can't read the user's id.
   */
  createPortalToken(input: { userId: string; expires: Date }): Promise<string>;

  listProducts(): Promise<GatewayProduct[]>;

  /** Every subscription of the gateway, also those that are not ours. */
  listSubscriptions(): AsyncIterable<GatewaySubscription>;
  readSubscription(subscriptionId: string): Promise<GatewaySubscription | null>;
  /**
   * Makes the subscription active under our id. `made`: there was none, so its keys are new ones. `limit-reached`: the
   * product's limit of subscriptions per user refused it.
   */
  activateSubscription(input: {
    subscriptionId: string;
    userId: string;
    productId: string;
    name: string;
  }): Promise<'active' | 'made' | 'limit-reached'>;
  /** `missing`: there is no such subscription, so nothing was changed. */
  setSubscriptionState(
    subscriptionId: string,
    state: 'active' | 'suspended' | 'cancelled' | 'rejected',
  ): Promise<'done' | 'missing'>;
  /** A subscription that is not there counts as done. */
  renameSubscription(subscriptionId: string, name: string): Promise<void>;
  readKeys(subscriptionId: string): Promise<SubscriptionKeys | null>;
  rotateKey(subscriptionId: string, key: 'primary' | 'secondary'): Promise<void>;

  /**
   * Successful calls by subscription in [start, end); both on 15-minute boundaries. Subscriptions without calls may be
   * missing; a repeated one replaces its earlier count. With `subscriptionId`, only that one, and only once.
   */
  readUsage(input: {
    start: Date;
    end: Date;
    subscriptionId?: string;
  }): AsyncIterable<{ subscriptionId: string; calls: number }>;
}

export interface GatewayUser {
  id: string;
  email: string;
  state: 'active' | 'blocked' | 'pending' | 'deleted';
}

export interface GatewayProduct {
  id: string;
  displayName: string;
  description: string | null;
}

export interface GatewaySubscription {
  subscriptionId: string;
  userId: string | null;
  productId: string | null;
  state: 'submitted' | 'active' | 'suspended' | 'expired' | 'cancelled' | 'rejected';
  name: string | null;
}

export interface SubscriptionKeys {
  primary: string;
  secondary: string;
}
