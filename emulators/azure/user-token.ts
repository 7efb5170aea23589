import { createHmac, timingSafeEqual } from 'node:crypto';

export type TokenKey = 'primary' | 'secondary';

/** A token that signs its user into the developer portal: `id&yyyyMMddHHmm&signature`. */
export function mintUserToken(input: {
  secret: string;
  userId: string;
  key: TokenKey;
  expiresMs: number;
}): string {
  const expiry = minuteText(input.expiresMs);
  return `${input.userId}&${expiry}&${sign(input, expiry)}`;
}

export type CheckedToken =
  | { readonly kind: 'valid'; readonly userId: string; readonly expiresMs: number }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'expired' };

export function checkUserToken(secret: string, token: string, nowMs: number): CheckedToken {
  // As the portal reads it: an id with anything but these characters can't sign in.
  const match = /^([\w-]*)&(\d{12})&([A-Za-z0-9+/]+==)$/.exec(token);
  const [, userId, expiry, signature] = match ?? [];
  if (userId === undefined || expiry === undefined || signature === undefined) {
    return { kind: 'invalid' };
  }
  const signed = (['primary', 'secondary'] as const).some((key) =>
    isSame(signature, sign({ secret, userId, key }, expiry)),
  );
  if (!signed) return { kind: 'invalid' };
  const expiresMs = minuteMs(expiry);
  return expiresMs > nowMs ? { kind: 'valid', userId, expiresMs } : { kind: 'expired' };
}

function sign(input: { secret: string; userId: string; key: TokenKey }, expiry: string): string {
  const userKey = createHmac('sha512', input.secret)
    .update(`${input.key}\n${input.userId}`)
    .digest();
  return createHmac('sha512', userKey).update(`${input.userId}\n${expiry}`).digest('base64');
}

function isSame(a: string, b: string): boolean {
  const one = Buffer.from(a, 'base64');
  const other = Buffer.from(b, 'base64');
  return one.length === other.length && timingSafeEqual(one, other);
}

function minuteText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace(/[-T:]/g, '');
}

function minuteMs(text: string): number {
  const [, year, month, day, hour, minute] = /^(.{4})(..)(..)(..)(..)$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
}
