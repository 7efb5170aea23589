import type { Deps } from '../deps';

/** One mailbox, however it is written in capitals. */
export function emailHash(deps: Deps, email: string): string {
  return deps.vault.hash(`email:${email.trim().toLowerCase()}`);
}

export function cardHash(deps: Deps, fingerprint: string): string {
  return deps.vault.hash(`card:${fingerprint}`);
}
