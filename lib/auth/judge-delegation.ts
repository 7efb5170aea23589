import { type DelegationRequest, parseDelegation } from '../domain/access/delegation';
import { env } from '../server/env/env';
import { isSignedDelegation } from './delegation-signature';

/** Longer than any link that the portal makes. */
const MAX_CHARACTERS = 8_000;

export type Refusal = { kind: 'refused'; detail: string } & (
  | { reason: 'parameter'; parameter: string }
  | { reason: 'unknown operation'; operation: string }
  | { reason: 'not configured' | 'signature' | 'too long' }
);

/** The delegation request that API Management signed, or why it is none. Asks nobody. */
export function judgeDelegation(
  query: Iterable<readonly [string, string]>,
): { kind: 'signed'; request: DelegationRequest } | Refusal {
  const kind = 'refused';
  const entries = [...query];
  const size = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > MAX_CHARACTERS) return { kind, reason: 'too long', detail: `${size} characters` };
  const parsed = parseDelegation(entries);
  switch (parsed.kind) {
    case 'invalid': {
      const { parameter, expected } = parsed;
      return { kind, reason: 'parameter', parameter, detail: `${parameter}: expected ${expected}` };
    }
    case 'unknown-operation': {
      const { operation } = parsed;
      return { kind, reason: 'unknown operation', operation, detail: operation };
    }
    case 'ok': {
      const { request } = parsed;
      const { apim } = env();
      if (!apim) {
        return { kind, reason: 'not configured', detail: 'API Management is not configured' };
      }
      if (!isSignedDelegation(request, apim.delegationKeys)) {
        return { kind, reason: 'signature', detail: request.operation };
      }
      return { kind: 'signed', request };
    }
    default:
      return parsed satisfies never;
  }
}
