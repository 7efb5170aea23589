import type { Context } from 'hono';
import { ArmError } from '../arm/arm-error';
import { isPassword } from '../password-hash';
import type { Service } from '../service';
import type { UserRow } from '../state/rows';
import { checkUserToken, mintUserToken } from '../user-token';

const RENEW_BEFORE_MS = 5 * 60_000;
const TOKEN_MS = 60 * 60_000;

export interface DataReader {
  readonly user: UserRow | null;
  /** When the token that was sent runs out; null for guests. */
  readonly expiresMs: number | null;
}

/** Who asks: nobody (a guest), or the holder of a token. A token that is no longer good is refused. */
export function dataReader(c: Context, service: Service): DataReader {
  const header = c.req.header('authorization');
  if (header === undefined || header === '') return { user: null, expiresMs: null };
  const token = readToken(header);
  if (token === null) throw unauthorized('The authorization is no SharedAccessSignature token.');
  const { state, world } = service;
  const checked = checkUserToken(state.secret, token, world.clock.nowMs());
  if (checked.kind !== 'valid') throw unauthorized(`The access token is ${checked.kind}.`);
  const user = state.users.get(checked.userId);
  if (user?.state !== 'active') throw unauthorized('The user cannot sign in.');
  return { user, expiresMs: checked.expiresMs };
}

/** `SharedAccessSignature token="id&date&sig==",refresh="true"`, or the bare token behind the word. */
function readToken(header: string): string | null {
  const extended = /^SharedAccessSignature\s+token="(.*==)"/i.exec(header)?.[1];
  return extended ?? /^SharedAccessSignature\s+(\S+==)$/i.exec(header)?.[1] ?? null;
}

export function needSignedIn(c: Context, service: Service): UserRow {
  const { user } = dataReader(c, service);
  if (!user) throw unauthorized('Sign in first.');
  return user;
}

/** The user in the path, who has to be the one who asks. */
export function needSelf(c: Context, service: Service): UserRow {
  const user = needSignedIn(c, service);
  if (user.id === c.req.param('user')) return user;
  throw new ArmError(403, 'Forbidden', "You're not authorized to perform this operation.");
}

/** Signs in with e-mail and password, as the portal's own form does. */
export function withPassword(c: Context, service: Service): UserRow {
  const encoded = /^Basic\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const { state } = service;
  const user = state.users.withEmail(text.slice(0, Math.max(0, colon)));
  const hash = user?.passwordHash ?? null;
  const isRight = isPassword({ secret: state.secret, hash, password: text.slice(colon + 1) });
  if (!user || !isRight) throw refusedPassword(c, 'invalid_identity');
  if (user.state === 'pending') throw refusedPassword(c, 'identity_not_confirmed');
  if (user.state !== 'active') throw refusedPassword(c, 'invalid_identity');
  return user;
}

function refusedPassword(c: Context, why: string): ArmError {
  c.header('WWW-Authenticate', `Basic realm="developer portal", error="${why}"`);
  return new ArmError(401, 'Unauthorized', 'Invalid email or password.');
}

/** A new token in the header in which the portal looks for one. */
export function sendToken(c: Context, service: Service, userId: string): void {
  const { state, world } = service;
  const expiresMs = world.clock.nowMs() + TOKEN_MS;
  const token = mintUserToken({ secret: state.secret, userId, key: 'primary', expiresMs });
  c.header('Ocp-Apim-Sas-Token', `token="${token}",refresh="true"`);
}

export function runsOutSoon(reader: DataReader, nowMs: number): boolean {
  return reader.expiresMs !== null && reader.expiresMs - nowMs < RENEW_BEFORE_MS;
}

export function unauthorized(message: string): ArmError {
  return new ArmError(401, 'Unauthorized', message);
}
