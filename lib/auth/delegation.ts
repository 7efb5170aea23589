import { countRefusedLink } from '../db/refused-links';
import { type DelegationRequest, parseDelegation } from '../domain/delegation';
import { getDeps } from '../server/deps';
import { env } from '../server/env';
import { log } from '../server/log';
import { isSignedDelegation } from './delegation-signature';

/** Longer than any link that the portal makes. */
const MAX_CHARACTERS = 8_000;

type RefusalReason =
  | 'parameter'
  | 'unknown operation'
  | 'not configured'
  | 'signature'
  | 'too long';

/** The delegation request that API Management signed, or nothing. Refusals are logged and counted. */
export async function readDelegation(
  query: Iterable<readonly [string, string]>,
): Promise<{ kind: 'signed'; request: DelegationRequest } | { kind: 'refused' }> {
  const entries = [...query];
  const size = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > MAX_CHARACTERS) return refuse('too long', `${size} characters`);
  const parsed = parseDelegation(entries);
  switch (parsed.kind) {
    case 'invalid':
      return refuse('parameter', `${parsed.parameter}: expected ${parsed.expected}`);
    case 'unknown-operation':
      return refuse('unknown operation', parsed.operation);
    case 'ok': {
      const { apim } = env();
      if (!apim) return refuse('not configured', 'API Management is not configured');
      if (!isSignedDelegation(parsed.request, apim.delegationKeys)) {
        return refuse('signature', parsed.request.operation);
      }
      return { kind: 'signed', request: parsed.request };
    }
  }
}

async function refuse(reason: RefusalReason, detail: string): Promise<{ kind: 'refused' }> {
  log.warn({ reason, detail }, 'delegation refused');
  try {
    await countRefusedLink((await getDeps()).db, reason);
  } catch (error) {
    // The page that says so must not fail for a counter.
    log.error({ err: error }, 'refused link not counted');
  }
  return { kind: 'refused' };
}
