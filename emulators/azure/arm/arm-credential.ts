import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import type { Service } from '../service';
import { ADMINISTRATOR_ID } from '../state/azure-state';
import { checkUserToken } from '../user-token';
import { ArmError } from './arm-error';

/**
 * A bearer token as Azure AD issues it, or what the portal's set-up sends: a SharedAccessSignature, either
 * made for the management API (`uid=integration&ex=…&sn=…`) or the administrator's own token.
 */
export function checkCredential(c: Context, service: Service): void {
  const header = c.req.header('authorization') ?? '';
  const shared = /^SharedAccessSignature\s+(\S.*)$/i.exec(header)?.[1];
  if (shared !== undefined) {
    checkShared(shared, service);
    return;
  }
  const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
  if (token === undefined) {
    const message =
      "Authentication failed. The 'Authorization' header is missing or is no bearer token.";
    throw new ArmError(401, 'AuthenticationFailed', message);
  }
  const { armToken } = service.settings;
  if (armToken !== undefined && token !== armToken) throw invalidToken();
}

function checkShared(text: string, service: Service): void {
  const { state, settings, world } = service;
  const nowMs = world.clock.nowMs();
  const ofUser = /^token="(.*==)"/.exec(text)?.[1] ?? text;
  const checked = checkUserToken(state.secret, ofUser, nowMs);
  if (checked.kind === 'valid' && checked.userId === ADMINISTRATOR_ID) return;
  const [, uid = '', expiry = '', sent = ''] =
    /^uid=([^&]+)&ex=([^&]+)&sn=([A-Za-z0-9+/]{86}==)$/.exec(text) ?? [];
  const expiresMs = Date.parse(expiry);
  if (uid === '' || !(expiresMs > nowMs)) throw invalidToken();
  // The settable token is the key; without one, any signature of the right form will do.
  if (settings.armToken === undefined) return;
  const right = createHmac('sha512', settings.armToken).update(`${uid}\n${expiry}`).digest();
  const given = Buffer.from(sent, 'base64');
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw invalidToken();
}

function invalidToken(): ArmError {
  return new ArmError(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
}
