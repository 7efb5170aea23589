import { hash, verify } from '@node-rs/argon2';
import { createHashQueue, type Lane } from './hash-queue';

/** OWASP's argon2id parameters: 19 MiB, two passes, one lane (about 60 ms here). argon2id is the library's default. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of the four threads that Node has for such work, so that one is left for files and names. */
const queue = createHashQueue({
  outsider: { atOnce: 2, waiting: 40 },
  known: { atOnce: 1, waiting: 40 },
});

/** Throws an AppError `busy` when too many wait. */
export function hashPassword(password: string, lane: Lane = 'outsider'): Promise<string> {
  return queue(lane, () => hash(password, PARAMETERS));
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
  lane: Lane = 'outsider',
): Promise<boolean> {
  decoy ??= hash('no account has this password', PARAMETERS);
  const fits = password.length <= MAX_CHARACTERS;
  const against = passwordHash ?? (await decoy);
  const matches = await queue(lane, () => verify(against, fits ? password : ''));
  return matches && fits && passwordHash !== null;
}
