import { safeReturnPath } from '../domain/delegation';
import type { Deps } from './deps';
import { ensureGatewayUser } from './ensure-gateway-user';

/** A token stays usable until it expires even after signing out of the portal, so it lives shortly. */
const TOKEN_MINUTES = 30;

/**
 * The address that signs the user in to the developer portal and leads to a page there. Made by hand:
 * API Management's own generateSsoUrl points at the retired portal.
 */
export async function portalEntry(
  deps: Deps,
  input: { userId: string; returnPath: string },
): Promise<string> {
  const gatewayUserId = await ensureGatewayUser(deps, input.userId);
  const now = await deps.clock.now();
  const token = await deps.gateway.createPortalToken({
    userId: gatewayUserId,
    expires: new Date(now.getTime() + TOKEN_MINUTES * 60_000),
  });
  const entry = new URL('/signin-sso', deps.settings.portalUrl);
  entry.searchParams.set('token', token);
  entry.searchParams.set('returnUrl', safeReturnPath(input.returnPath) ?? '/');
  deps.log.info({ userId: input.userId }, 'entered the developer portal');
  return entry.href;
}
