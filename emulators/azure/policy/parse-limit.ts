import type { Limit, LimitTarget, NamedThing, PolicyScope } from './policy';
import type { PolicyAttributes } from './policy-attributes';
import type { PolicyElement } from './policy-xml';

export interface LimitElement {
  readonly element: PolicyElement;
  readonly about: (element: PolicyElement) => PolicyAttributes;
  readonly scope: PolicyScope;
  readonly position: string;
  readonly only: LimitTarget | null;
}

const WITH_PARTS = ['quota', 'rate-limit'];

/**
 * quota, quota-by-key, rate-limit and rate-limit-by-key. A product's quota and rate limit may hold limits of
 * single APIs, and those of single operations: each counts separately, in addition to the enclosing ones.
 */
export function parseLimits(input: LimitElement): Limit[] {
  const { element, scope } = input;
  const attributes = input.about(element);
  if (element.name === 'quota' && scope !== 'product') {
    attributes.problem('Policy section is not allowed in the specified scope');
    return [];
  }
  if (element.name === 'rate-limit' && scope === 'global') {
    attributes.problem('Policy section is not allowed in the specified scope');
    return [];
  }
  return parseWithParts(input, element.name);
}

function parseWithParts(input: LimitElement, policy: string): Limit[] {
  const { element, position } = input;
  const attributes = input.about(element);
  const only = targetOf(input, attributes);
  const read = { attributes, policy, position, only };
  const limit = policy.startsWith('quota') ? parseQuota(read) : parseRateLimit(read);
  const parts = element.children.flatMap((child, index) => {
    const wanted = WITH_PARTS.includes(policy) ? PART_OF[element.name] : undefined;
    if (child.name !== wanted || input.scope !== 'product') {
      input.about(child).problem(`'${child.name}' is not allowed in '${element.name}' here.`);
      return [];
    }
    const place = `${position}.${index + 1}`;
    return parseWithParts({ ...input, element: child, position: place, only }, policy);
  });
  return limit ? [limit, ...parts] : parts;
}

/** What may stand inside what. */
const PART_OF: Readonly<Record<string, string>> = {
  quota: 'api',
  'rate-limit': 'api',
  api: 'operation',
};

/** `id` wins over `name`; one of them has to be there. */
function targetOf(
  { element, only }: LimitElement,
  attributes: PolicyAttributes,
): LimitTarget | null {
  if (element.name !== 'api' && element.name !== 'operation') return null;
  const named: NamedThing = { id: attributes.text('id'), name: attributes.text('name') };
  if (named.id === null && named.name === null) {
    attributes.problem("one of the attributes 'id' and 'name' must be given.");
  }
  return only ? { ...only, operation: named } : { api: named, operation: null };
}

interface Reading {
  readonly attributes: PolicyAttributes;
  readonly policy: string;
  readonly position: string;
  readonly only: LimitTarget | null;
}

/** The shortest renewal period of a quota, in seconds; 0 (a quota for ever) is allowed besides. */
const SHORTEST_QUOTA_SECONDS = 300;

function parseQuota({ attributes, policy, position, only }: Reading): Limit | null {
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
  if (policy === 'quota-by-key') {
    const key = attributes.expression('counter-key');
    // What Azure counts from when nothing is said.
    const first = attributes.instant('first-period-start') ?? Date.parse('0001-01-01T00:00:00Z');
    if (key) byKey = { key, firstPeriodStartMs: first };
  }
  attributes.refuseOthers();
  if (periodSeconds === null) return null;
  return { kind: 'quota', position, only, calls, bandwidthKb, periodSeconds, byKey };
}

function parseRateLimit({ attributes, policy, position, only }: Reading): Limit | null {
  const calls = attributes.required('calls', attributes.number('calls', { min: 1 }));
  const period = attributes.number('renewal-period', { min: 1, max: 300 });
  const periodSeconds = attributes.required('renewal-period', period);
  const key = policy === 'rate-limit-by-key' ? attributes.expression('counter-key') : null;
  const headers = only ? NO_HEADERS : rateHeaders(attributes);
  attributes.refuseOthers();
  if (calls === null || periodSeconds === null) return null;
  const byKey = key ? { key } : null;
  return { kind: 'rate-limit', position, only, calls, periodSeconds, byKey, ...headers };
}

type RateHeaders = Pick<
  Extract<Limit, { kind: 'rate-limit' }>,
  'retryAfterHeader' | 'remainingCallsHeader' | 'totalCallsHeader'
>;

const NO_HEADERS: RateHeaders = {
  retryAfterHeader: 'Retry-After',
  remainingCallsHeader: null,
  totalCallsHeader: null,
};

function rateHeaders(attributes: PolicyAttributes): RateHeaders {
  for (const name of ['retry-after', 'remaining-calls']) attributes.text(`${name}-variable-name`);
  return {
    retryAfterHeader: attributes.text('retry-after-header-name') ?? 'Retry-After',
    remainingCallsHeader: attributes.text('remaining-calls-header-name'),
    totalCallsHeader: attributes.text('total-calls-header-name'),
  };
}
