import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id parameters: 19 MiB, two passes, one lane (about 60 ms here). argon2id is the library's default. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

/** Longer ones are no account's; nobody makes us hash a book. */
const MAX_CHARACTERS = 128;

let decoy: Promise<string> | undefined;

/**
 * Takes the same time whether or not there is an account: without a hash it checks against a decoy. A password counts as it
 * was typed, never a part of it.
 */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  decoy ??= hashPassword('no account has this password');
  const fits = password.length <= MAX_CHARACTERS;
  const matches = await verify(passwordHash ?? (await decoy), fits ? password : '');
  return matches && fits && passwordHash !== null;
}
