import type { DelegationRequest } from '@/lib/domain/access/delegation';
import { getDeps } from '@/lib/server/wiring/deps';
import { ownerOf } from '@/lib/use-cases/audit/owner-of';
import { matchPortalUser } from '@/lib/use-cases/gateway-users/match-portal-user';

type OwnRequest = Exclude<DelegationRequest, { operation: 'SignIn' | 'SignUp' }>;

/** Asks, and leads back to the portal; without a session it leads there at once. */
export const SIGN_OUT = '/sign-out?from=portal';

/** Where a signed link leads the signed-in user, when it speaks of them. */
export async function destinationOf(
  request: OwnRequest,
  visitor: { userId: string; link: string },
): Promise<string> {
  switch (request.operation) {
    case 'Subscribe':
      return forUser(request.userId, visitor, `/checkout/${encodeURIComponent(request.productId)}`);
    case 'SignOut':
      // Whoever may be the one that the portal means may sign out.
      return forUser(request.userId, visitor, SIGN_OUT, SIGN_OUT);
    case 'ChangeProfile':
      return forUser(request.userId, visitor, '/account/settings');
    case 'ChangePassword':
      return forUser(request.userId, visitor, '/account/settings#password');
    case 'CloseAccount':
      return forUser(request.userId, visitor, '/account/settings/close');
    case 'Unsubscribe': {
      const id = encodeURIComponent(request.subscriptionId);
      return forOwner(
        request.subscriptionId,
        visitor,
        `/apim-delegation/unsubscribe?subscription=${id}`,
      );
    }
    case 'Renew': {
      const id = encodeURIComponent(request.subscriptionId);
      return forOwner(request.subscriptionId, visitor, `/account/subscriptions/${id}`);
    }
    default:
      return request satisfies never;
  }
}

async function forUser(
  portalUserId: string,
  { userId, link }: { userId: string; link: string },
  path: string,
  unconfirmed = `/apim-delegation/confirm-first?link=${encodeURIComponent(link)}`,
): Promise<string> {
  const match = await matchPortalUser(await getDeps(), { userId, portalUserId });
  switch (match) {
    case 'same':
      return path;
    case 'unconfirmed':
      return unconfirmed;
    case 'other':
      return otherAccount(link);
  }
}

async function forOwner(
  subscriptionId: string,
  { userId, link }: { userId: string; link: string },
  path: string,
): Promise<string> {
  const owner = await ownerOf(await getDeps(), { userId, subscriptionId });
  if (owner === 'nobody') return '/apim-delegation/not-from-here';
  return owner === 'own' ? path : otherAccount(link);
}

function otherAccount(link: string): string {
  return `/apim-delegation/other-account?link=${encodeURIComponent(link)}`;
}
