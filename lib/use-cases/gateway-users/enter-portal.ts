import { AppError } from '../../kit/app-error';
import { safeReturnPath } from '../../kit/return-path';
import type { Needs } from '../deps';
import { ensureGatewayUser } from './ensure-gateway-user';
import { isTakenByPortalUser } from './match-portal-user';
import { gatewayStanding } from './sync-gateway-user';

/** A token stays usable until it expires even after signing out of the portal, so it lives shortly. */
const TOKEN_MINUTES = 30;

export type PortalEntry =
  | { kind: 'open'; url: string }
  /** An administrator of API Management blocked the user there. */
  | { kind: 'blocked' }
  /** The portal has a user with this email, and nobody has proven yet that it is this one. */
  | { kind: 'confirm-first' }
  | { kind: 'unavailable' }
  /** The gateway's user has an id that the portal's sign-in can't read. */
  | { kind: 'not-possible'; message: string };

/**
 * The address that signs the user in to the developer portal and leads to a page there. Made by hand:
 * API Management's own generateSsoUrl points at the retired portal.
 */
export async function portalEntry(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress' | 'settings'>,
  input: { userId: string; returnPath: string },
): Promise<PortalEntry> {
  try {
    return await enter(deps, input);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.error({ userId: input.userId, err: error }, 'the developer portal was not entered');
    return { kind: 'unavailable' };
  }
}

async function enter(
  deps: Needs<'clock' | 'db' | 'gateway' | 'log' | 'requestAddress' | 'settings'>,
  input: { userId: string; returnPath: string },
): Promise<PortalEntry> {
  if (await isTakenByPortalUser(deps, input.userId)) return { kind: 'confirm-first' };
  // The portal would only say that something went wrong.
  if ((await gatewayStanding(deps, input.userId)) === 'blocked') return { kind: 'blocked' };
  const now = await deps.clock.now();
  const token = await portalToken(deps, {
    userId: await ensureGatewayUser(deps, input.userId),
    expires: new Date(now.getTime() + TOKEN_MINUTES * 60_000),
  });
  if (typeof token !== 'string') return token;
  const entry = new URL('/signin-sso', deps.settings.portalUrl);
  entry.searchParams.set('token', token);
  entry.searchParams.set('returnUrl', safeReturnPath(input.returnPath) ?? '/');
  deps.log.info({ userId: input.userId }, 'entered the developer portal');
  return { kind: 'open', url: entry.href };
}

async function portalToken(
  deps: Needs<'gateway'>,
  input: { userId: string; expires: Date },
): Promise<string | Extract<PortalEntry, { kind: 'not-possible' }>> {
  try {
    return await deps.gateway.createPortalToken(input);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    return { kind: 'not-possible', message: error.message };
  }
}
