import type { SubscriptionContract, SubscriptionUpdateParameters } from '@azure/arm-apimanagement';
import { AppError } from '../kit/app-error';
import type { ApiGateway, GatewaySubscription } from '../ports/api-gateway';
import { atApim, isAbsent, isLimitReached, isNameRefused, toAppError } from './errors';
import {
  checkedProductId,
  checkedSubscriptionId,
  checkedUserId,
  isSameId,
  lastSegment,
  productOfScope,
  toDisplayName,
  toPlainName,
} from './names';
import type { ApimService } from './service';

type SubscriptionMethods = Pick<
  ApiGateway,
  | 'listSubscriptions'
  | 'readSubscription'
  | 'activateSubscription'
  | 'setSubscriptionState'
  | 'renameSubscription'
  | 'readKeys'
  | 'rotateKey'
>;

/** API Management's own emails are turned off: Tollgate notifies its customers itself. */
const QUIET = { notify: false, appType: 'developerPortal' } as const;

export function createSubscriptions(service: ApimService): SubscriptionMethods {
  const { client, at } = service;
  return {
    async *listSubscriptions() {
      try {
        for await (const found of client.subscription.list(...at)) {
          if (found.name) yield toSubscription(found.name, found);
        }
      } catch (error) {
        throw toAppError('list the subscriptions', error);
      }
    },

    readSubscription: (subscriptionId) =>
      atApim('read the subscription', () => find(service, subscriptionId)),

    activateSubscription: (input) =>
      atApim('activate the subscription', async () => {
        const wanted = {
          subscriptionId: checkedSubscriptionId(input.subscriptionId),
          userId: checkedUserId(input.userId),
          productId: checkedProductId(input.productId),
          name: toDisplayName(input.name),
        };
        try {
          return await activateUnderSomeName(service, wanted);
        } catch (error) {
          if (isLimitReached(error)) return 'limit-reached';
          throw error;
        }
      }),

    setSubscriptionState: (subscriptionId, state) =>
      atApim(`make the subscription ${state}`, () => patch(service, subscriptionId, { state })),

    renameSubscription: (subscriptionId, name) =>
      atApim('rename the subscription', async () => {
        await patch(service, subscriptionId, { displayName: toDisplayName(name) });
      }),

    readKeys: (subscriptionId) =>
      atApim('read the keys', async () => {
        try {
          const { primaryKey, secondaryKey } = await client.subscription.listSecrets(
            ...at,
            checkedSubscriptionId(subscriptionId),
          );
          return primaryKey && secondaryKey
            ? { primary: primaryKey, secondary: secondaryKey }
            : null;
        } catch (error) {
          if (isAbsent(error)) return null;
          throw error;
        }
      }),

    rotateKey: (subscriptionId, key) =>
      atApim('change the key', async () => {
        const sid = checkedSubscriptionId(subscriptionId);
        try {
          if (key === 'primary') await client.subscription.regeneratePrimaryKey(...at, sid);
          else await client.subscription.regenerateSecondaryKey(...at, sid);
        } catch (error) {
          if (!isAbsent(error)) throw error;
          throw new AppError('not-found', 'This subscription has no keys in API Management.', {
            cause: error,
          });
        }
      }),
  };
}

async function patch(
  { client, at }: ApimService,
  subscriptionId: string,
  changes: SubscriptionUpdateParameters,
): Promise<'done' | 'missing'> {
  try {
    const sid = checkedSubscriptionId(subscriptionId);
    await client.subscription.update(...at, sid, '*', changes, QUIET);
    return 'done';
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return 'missing';
  }
}

type Wanted = { subscriptionId: string; userId: string; productId: string; name: string };

/**
 * A name that API Management rejects must not keep a paying customer from getting a key: there it is replaced by a name
 * in plain letters, and here it stays as it is.
 */
async function activateUnderSomeName(
  service: ApimService,
  wanted: Wanted,
): Promise<'active' | 'made'> {
  try {
    return await activate(service, wanted);
  } catch (error) {
    const name = toPlainName(wanted.name);
    if (!isNameRefused(error) || name === wanted.name) throw error;
    return activate(service, { ...wanted, name });
  }
}

/** An existing subscription is patched, which is sure to keep its keys; a missing one is PUT under our id. */
async function activate(service: ApimService, wanted: Wanted): Promise<'active' | 'made'> {
  const { client, at } = service;
  const existing = await find(service, wanted.subscriptionId);
  if (!existing) {
    await client.subscription.createOrUpdate(
      ...at,
      wanted.subscriptionId,
      {
        ownerId: `/users/${wanted.userId}`,
        scope: `/products/${wanted.productId}`,
        displayName: wanted.name,
        state: 'active',
        allowTracing: false,
      },
      QUIET,
    );
    return 'made';
  }
  if (!isSameId(existing.userId, wanted.userId)) {
    throw new AppError('conflict', 'This subscription belongs to another user in API Management.');
  }
  const changes = {
    ...(existing.state === 'active' ? {} : { state: 'active' as const }),
    ...(existing.name === wanted.name ? {} : { displayName: wanted.name }),
    ...(existing.productId === wanted.productId ? {} : { scope: `/products/${wanted.productId}` }),
  };
  if (Object.keys(changes).length > 0) {
    await client.subscription.update(...at, wanted.subscriptionId, '*', changes, QUIET);
  }
  return 'active';
}

async function find(
  { client, at }: ApimService,
  subscriptionId: string,
): Promise<GatewaySubscription | null> {
  try {
    const found = await client.subscription.get(...at, checkedSubscriptionId(subscriptionId));
    return toSubscription(subscriptionId, found);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

function toSubscription(subscriptionId: string, found: SubscriptionContract): GatewaySubscription {
  if (!found.state) throw new AppError('upstream-failed', 'API Management returned no state.');
  return {
    subscriptionId,
    userId: lastSegment(found.ownerId),
    productId: productOfScope(found.scope),
    state: found.state,
    name: found.displayName ?? null,
  };
}
