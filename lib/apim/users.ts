import type { UserContract } from '@azure/arm-apimanagement';
import { AppError } from '../kit/app-error';
import type { ApiGateway, GatewayUser } from '../ports/api-gateway';
import { atApim, isAbsent, isRejected, toAppError } from './errors';
import {
  checkedPortalUserId,
  checkedUserId,
  isSameId,
  lastSegment,
  quoted,
  toFirstAndLastName,
} from './names';
import type { ApimService } from './service';

export function createUsers(
  service: ApimService,
): Pick<
  ApiGateway,
  | 'ensureUser'
  | 'readUser'
  | 'findUserByEmail'
  | 'listBlockedUsers'
  | 'deleteUser'
  | 'createPortalToken'
> {
  const { client, at } = service;
  return {
    ensureUser: (user) =>
      atApim('set up the developer account', async () => {
        const userId = checkedUserId(user.id);
        const wanted = { email: user.email, ...toFirstAndLastName(user.name) };
        try {
          return toUser(await putUser(service, userId, wanted));
        } catch (error) {
          if (isRejected(error) && (await isEmailOfAnother(service, userId, user.email))) {
            throw new AppError(
              'email-taken',
              'Another developer portal account already uses this email address. Use another one, or ask the operator.',
              { cause: error },
            );
          }
          throw error;
        }
      }),

    readUser: (userId) =>
      atApim('read the developer account', async () => {
        try {
          return toUser(await client.user.get(...at, checkedUserId(userId)));
        } catch (error) {
          if (isAbsent(error)) return null;
          throw error;
        }
      }),

    findUserByEmail: (email) =>
      atApim('look for the developer account', async () => {
        for await (const user of client.user.listByService(...at, {
          filter: `email eq ${quoted(email)}`,
        })) {
          if (user.email?.toLowerCase() === email.toLowerCase()) return toUser(user);
        }
        return null;
      }),

    async *listBlockedUsers() {
      try {
        for await (const user of client.user.listByService(...at, {
          filter: "state eq 'blocked'",
        })) {
          const id = user.name ?? lastSegment(user.id);
          if (id && user.state === 'blocked') yield id;
        }
      } catch (error) {
        throw toAppError('list the blocked users', error);
      }
    },

    deleteUser: (userId) =>
      atApim('delete the developer account', async () => {
        try {
          // A long-running operation: the SDK waits for its end.
          await client.user.beginDeleteAndWait(...at, checkedUserId(userId), '*', {
            updateIntervalInMs: 2000,
            deleteSubscriptions: true,
            notify: false,
          });
        } catch (error) {
          if (!isAbsent(error)) throw error;
        }
      }),

    createPortalToken: ({ userId, expires }) =>
      atApim('sign in to the developer portal', async () => {
        const { value } = await client.user.getSharedAccessToken(
          ...at,
          checkedPortalUserId(userId),
          {
            keyType: 'primary',
            expiry: expires,
          },
        );
        if (!value)
          throw new AppError('upstream-failed', 'API Management returned no portal token.');
        return value;
      }),
  };
}

function toUser(found: UserContract): GatewayUser {
  const id = lastSegment(found.id);
  // Never the administrator, even if it has this address: a token for that user would be an administrator's.
  return {
    id: checkedUserId(id ?? ''),
    email: found.email ?? '',
    state: toState(found.state),
  };
}

function toState(state: string | undefined): GatewayUser['state'] {
  return state === 'blocked' || state === 'pending' || state === 'deleted' ? state : 'active';
}

type Wanted = { email: string; firstName: string; lastName: string };

/** An existing user is patched, not replaced: a PUT would also lift an administrator's block. */
async function putUser(
  { client, at }: ApimService,
  userId: string,
  wanted: Wanted,
): Promise<UserContract> {
  const existing = await client.user.get(...at, userId).catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
  if (existing) {
    const isSame =
      existing.email?.toLowerCase() === wanted.email.toLowerCase() &&
      existing.firstName === wanted.firstName &&
      existing.lastName === wanted.lastName;
    return isSame ? existing : client.user.update(...at, userId, '*', wanted);
  }
  // No password: people sign in here, and enter the portal with a token.
  return client.user.createOrUpdate(
    ...at,
    userId,
    { ...wanted, state: 'active', appType: 'developerPortal' },
    { notify: false },
  );
}

/** Asked instead of parsing the error message, whose text is not documented. */
async function isEmailOfAnother(
  { client, at }: ApimService,
  userId: string,
  email: string,
): Promise<boolean> {
  for await (const user of client.user.listByService(...at, {
    filter: `email eq ${quoted(email)}`,
  })) {
    if (
      user.email?.toLowerCase() === email.toLowerCase() &&
      !isSameId(lastSegment(user.id), userId)
    ) {
      return true;
    }
  }
  return false;
}
