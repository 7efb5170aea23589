import { isWellFormed } from '../../kit/plain-text';

/**
 * A part of an address as it was meant. What is no encoding at all (a cut-off link, a probe) is taken as it stands:
 * nothing has such an id, so the page answers that there is none instead of failing.
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
