import type { Limit, PolicyScope } from './policy';
import type { PolicyAttributes } from './policy-attributes';
import type { PolicyElement } from './policy-xml';

export interface LimitElement {
  readonly element: PolicyElement;
  readonly attributes: PolicyAttributes;
  readonly scope: PolicyScope;
  readonly position: number;
}

/** quota, quota-by-key, rate-limit and rate-limit-by-key. */
export function parseLimit(input: LimitElement): Limit | null {
  const { element, attributes, scope } = input;
  if (element.children.length > 0) {
    attributes.problem("limits of single APIs or operations aren't known to the emulator.");
    return null;
  }
  if (element.name === 'quota' && scope !== 'product') {
    attributes.problem('policy is only allowed at product scope.');
    return null;
  }
  if (element.name === 'rate-limit' && scope === 'global') {
    attributes.problem('policy is not allowed at the global scope.');
    return null;
  }
  return element.name.startsWith('quota') ? parseQuota(input) : parseRateLimit(input);
}

/** The shortest renewal period of a quota, in seconds; 0 (a quota for ever) is allowed besides. */
const SHORTEST_QUOTA_SECONDS = 300;

function parseQuota({ element, attributes, position }: LimitElement): Limit | null {
  const calls = attributes.number('calls', { min: 1 });
  const bandwidthKb = attributes.number('bandwidth', { min: 1 });
  const period = attributes.number('renewal-period', { min: 0 });
  const periodSeconds = attributes.required('renewal-period', period);
  if (calls === null && bandwidthKb === null) {
    attributes.problem("at least one of the attributes 'calls' and 'bandwidth' must be given.");
  }
  if (period !== null && period !== 0 && period < SHORTEST_QUOTA_SECONDS) {
    attributes.problem(`'renewal-period' must be 0, or ${SHORTEST_QUOTA_SECONDS} or more.`);
  }
  let byKey = null;
  if (element.name === 'quota-by-key') {
    const key = attributes.expression('counter-key');
    // What Azure counts from when nothing is said.
    const first = attributes.instant('first-period-start') ?? Date.parse('0001-01-01T00:00:00Z');
    if (key) byKey = { key, firstPeriodStartMs: first };
  }
  attributes.refuseOthers();
  if (periodSeconds === null) return null;
  return { kind: 'quota', position, calls, bandwidthKb, periodSeconds, byKey };
}

function parseRateLimit({ element, attributes, position }: LimitElement): Limit | null {
  const calls = attributes.required('calls', attributes.number('calls', { min: 1 }));
  const period = attributes.number('renewal-period', { min: 1, max: 300 });
  const periodSeconds = attributes.required('renewal-period', period);
  const key = element.name === 'rate-limit-by-key' ? attributes.expression('counter-key') : null;
  const retryAfterHeader = attributes.text('retry-after-header-name') ?? 'Retry-After';
  const remainingCallsHeader = attributes.text('remaining-calls-header-name');
  const totalCallsHeader = attributes.text('total-calls-header-name');
  for (const name of ['retry-after', 'remaining-calls']) attributes.text(`${name}-variable-name`);
  attributes.refuseOthers();
  if (calls === null || periodSeconds === null) return null;
  return {
    kind: 'rate-limit',
    position,
    calls,
    periodSeconds,
    byKey: key ? { key } : null,
    retryAfterHeader,
    remainingCallsHeader,
    totalCallsHeader,
  };
}
