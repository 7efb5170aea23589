import type { AzureState } from '../state/azure-state';
import type { PolicyRow } from '../state/rows';
import { evaluate, type PolicyContext } from './expression';
import { parsePolicy } from './parse-policy';
import type {
  Cors,
  Limit,
  LimitTarget,
  NamedThing,
  Policy,
  PolicyScope,
  ReturnResponse,
  Step,
} from './policy';

/** A limit in force, with the name under which it counts. */
export interface LimitInForce {
  readonly limit: Limit;
  /** Scope and place of the policy: what is counted apart. */
  readonly source: string;
}

export interface EffectivePolicy {
  readonly limits: readonly LimitInForce[];
  readonly cors: Cors | null;
  /** What answers instead of the backend, once the limits are passed. */
  readonly response: ReturnResponse | null;
}

interface StepInForce {
  readonly step: Exclude<Step, { kind: 'base' }>;
  readonly scopeId: string;
}

/**
 * What a call meets, in order: from the innermost scope outwards, each `base` replaced by what
 * surrounds it. A document without `base` cuts off the scopes around it; no document passes on.
 */
export function effectivePolicy(
  state: AzureState,
  call: { productId: string | null; apiId: string; operationId: string },
  context: PolicyContext,
): EffectivePolicy {
  const scopes: (readonly [PolicyScope, string])[] = [
    ['operation', `apis/${call.apiId}/operations/${call.operationId}`],
    ['api', `apis/${call.apiId}`],
  ];
  if (call.productId !== null) scopes.push(['product', `products/${call.productId}`]);
  scopes.push(['global', '']);
  const limits: LimitInForce[] = [];
  let cors: Cors | null = null;
  for (const { step, scopeId } of chosen(expand(state, scopes), context)) {
    if (step.kind === 'return-response') return { limits, cors, response: step };
    if (step.kind === 'cors') cors ??= step;
    if (step.kind !== 'limit' || !isAbout(state, step.limit.only, call)) continue;
    limits.push({ limit: step.limit, source: `${scopeId}#${step.limit.position}` });
  }
  return { limits, cors, response: null };
}

function expand(
  state: AzureState,
  scopes: readonly (readonly [PolicyScope, string])[],
): StepInForce[] {
  const [first, ...outer] = scopes;
  if (!first) return [];
  const [scope, scopeId] = first;
  const row = state.policies.get(scopeId);
  if (!row) return expand(state, outer);
  return parsed(row, scope).inbound.flatMap((step) =>
    step.kind === 'base' ? expand(state, outer) : [{ step, scopeId }],
  );
}

/** Conditions depend on the call alone, so branches can be chosen before anything runs. */
function chosen(steps: readonly StepInForce[], context: PolicyContext): StepInForce[] {
  return steps.flatMap((inForce): StepInForce[] => {
    const { step, scopeId } = inForce;
    if (step.kind !== 'choose') return [inForce];
    const branch = step.branches.find(
      ({ condition }) => condition === null || evaluate(condition, context) === true,
    );
    const inside = (branch?.steps ?? []).flatMap((one) =>
      one.kind === 'base' ? [] : [{ step: one, scopeId }],
    );
    return chosen(inside, context);
  });
}

/** Whether a limit of a single API or operation is about this call's. */
function isAbout(
  state: AzureState,
  only: LimitTarget | null,
  call: { apiId: string; operationId: string },
): boolean {
  if (only === null) return true;
  const api = state.apis.get(call.apiId);
  if (!is(only.api, { id: call.apiId, name: api?.displayName })) return false;
  if (only.operation === null) return true;
  const operation = api?.operations.find(({ id }) => id === call.operationId);
  return is(only.operation, { id: call.operationId, name: operation?.displayName });
}

function is(wanted: NamedThing, found: { id: string; name: string | undefined }): boolean {
  return wanted.id === null ? wanted.name === found.name : wanted.id === found.id;
}

/** Documents were checked when they were put; rows never change in place. */
const parsedRows = new WeakMap<PolicyRow, Policy>();

function parsed(row: PolicyRow, scope: PolicyScope): Policy {
  const known = parsedRows.get(row);
  if (known) return known;
  const result = parsePolicy(row.value, scope);
  if (result.kind !== 'ok')
    throw new Error(`Stored policy '${row.id}' is unfit: ${JSON.stringify(result)}`);
  parsedRows.set(row, result.policy);
  return result.policy;
}
