import { createHash, randomBytes } from 'node:crypto';
import type { PrismaClient } from './generated/client';

export type TokenPurpose = 'confirm-email' | 'new-email' | 'reset-password';

export interface KnownToken {
  userId: string;
  purpose: TokenPurpose;
  email: string;
}

/**
 * Creates a one-time token and returns its text, which is stored nowhere; earlier ones for this purpose stop working.
 */
export async function issueToken(
  db: PrismaClient,
  input: KnownToken & { validMinutes: number },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db.$transaction([
    db.verificationToken.deleteMany({
      where: { identifier: input.userId, purpose: input.purpose },
    }),
    db.verificationToken.create({
      data: {
        tokenHash: hashOf(token),
        identifier: input.userId,
        purpose: input.purpose,
        email: input.email,
        expires: new Date(Date.now() + input.validMinutes * 60_000),
      },
    }),
  ]);
  return token;
}

/** Whose token this is, without using it up; null when it is unknown, used or expired. */
export async function peekToken(
  db: PrismaClient,
  input: { token: string; purpose: TokenPurpose },
): Promise<KnownToken | null> {
  const row = await db.verificationToken.findUnique({
    where: { tokenHash: hashOf(input.token) },
  });
  if (!row || row.purpose !== input.purpose || row.expires.getTime() <= Date.now()) return null;
  return { userId: row.identifier, purpose: input.purpose, email: row.email };
}

/** Uses a token up: of two concurrent requests, one gets it. */
export async function takeToken(
  db: PrismaClient,
  input: { token: string; purpose: TokenPurpose },
): Promise<KnownToken | null> {
  const known = await peekToken(db, input);
  if (!known) return null;
  const { count } = await db.verificationToken.deleteMany({
    where: { tokenHash: hashOf(input.token), purpose: input.purpose },
  });
  return count === 1 ? known : null;
}

export async function deleteTokensOf(db: PrismaClient, userId: string): Promise<void> {
  await db.verificationToken.deleteMany({ where: { identifier: userId } });
}

/** The address that waits to be confirmed as the account's new one. */
export async function pendingEmail(db: PrismaClient, userId: string): Promise<string | null> {
  const row = await db.verificationToken.findFirst({
    where: { identifier: userId, purpose: 'new-email', expires: { gt: new Date() } },
  });
  return row?.email ?? null;
}

export async function deleteExpiredTokens(db: PrismaClient): Promise<void> {
  await db.verificationToken.deleteMany({ where: { expires: { lte: new Date() } } });
}

/** The token has 256 random bits, so a plain hash of it can't be guessed back. */
function hashOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
