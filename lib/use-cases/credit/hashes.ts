import type { Needs } from '../deps';

/** One mailbox, however it is written in capitals. */
export function emailHash(deps: Needs<'vault'>, email: string): string {
  return deps.vault.hash(`email:${email.trim().toLowerCase()}`);
}

export function cardHash(deps: Needs<'vault'>, fingerprint: string): string {
  return deps.vault.hash(`card:${fingerprint}`);
}
