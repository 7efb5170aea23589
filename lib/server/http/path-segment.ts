import { isWellFormed } from '../../kit/plain-text';

/**
 * A decoded part of an address. A part that can't be decoded (a truncated link, a probe) is used literally: nothing has
 * such an id, so the page says that nothing was found instead of failing.
 */
export function pathSegment(given: string): string {
  try {
    return decodeURIComponent(given);
  } catch {
    return given;
  }
}

/** Whether every part of a path can be decoded, into text that a database can be asked for. */
export function isPathReadable(pathname: string): boolean {
  try {
    return isWellFormed(decodeURIComponent(pathname));
  } catch {
    return false;
  }
}
