import { createHash } from 'node:crypto';
import type { Logger } from '../use-cases/deps';

/** Somebody is waiting for the form's answer, and this server's own lists have been checked by then. */
const TIMEOUT_MS = 1_500;

/**
 * Asks a range server of leaked passwords (the protocol of Have I Been Pwned, `GET <url>/<five hex digits>`) whether a
 * password is among them. The server learns the first 20 of 160 bits of a SHA-1 and returns all hashes that begin with
 * them, padded so that the length of the answer reveals nothing either. A server that doesn't answer in time blocks
 * nobody; that is logged. Without an address no request is made. SHA-1 is the protocol's choice; it protects nothing
 * here.
 */
export function createLeakedPasswords(
  url: string | null,
  log: Pick<Logger, 'warn'>,
): (password: string) => Promise<boolean> {
  if (url === null) return async () => false;
  return async (password) => {
    const hash = createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase();
    try {
      return isListed(await readRange(`${url}/${hash.slice(0, 5)}`), hash.slice(5));
    } catch (error) {
      log.warn({ err: error }, 'leaked passwords not asked');
      return false;
    }
  };
}

async function readRange(address: string): Promise<string> {
  const response = await fetch(address, {
    headers: { 'add-padding': 'true', 'user-agent': 'tollgate' },
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok)
    throw new Error(`The server at LEAKED_PASSWORDS_URL answered ${response.status}.`);
  return response.text();
}

/** Lines of `<rest of the hash>:<how often>`; those that pad the answer were seen 0 times. */
function isListed(range: string, rest: string): boolean {
  return range.split('\n').some((line) => {
    const [suffix, count] = line.trim().split(':');
    return suffix?.toUpperCase() === rest && Number(count) > 0;
  });
}
