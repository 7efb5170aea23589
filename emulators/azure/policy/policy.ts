import type { Expression } from './expression';

/** Where a policy document hangs. Some policies are allowed in some places only. */
export type PolicyScope = 'global' | 'product' | 'api' | 'operation';

/** Named by id, or else by display name. */
export interface NamedThing {
  readonly id: string | null;
  readonly name: string | null;
}

export interface LimitTarget {
  readonly api: NamedThing;
  readonly operation: NamedThing | null;
}

interface LimitBase {
  /** Tells two policies of one document apart; part of the counter's name. */
  readonly position: string;
  /** 0 = for ever (quota only). */
  readonly periodSeconds: number;
  /** A limit for one API of the product, or for one operation of it; null = for all that the policy is about. */
  readonly only: LimitTarget | null;
}

export interface QuotaLimit extends LimitBase {
  readonly kind: 'quota';
  readonly calls: number | null;
  readonly bandwidthKb: number | null;
  /** null = counted for each subscription, from its start. */
  readonly byKey: { readonly key: Expression; readonly firstPeriodStartMs: number } | null;
}

export interface RateLimit extends LimitBase {
  readonly kind: 'rate-limit';
  readonly calls: number;
  readonly byKey: { readonly key: Expression } | null;
  readonly retryAfterHeader: string;
  readonly remainingCallsHeader: string | null;
  readonly totalCallsHeader: string | null;
}

export type Limit = QuotaLimit | RateLimit;

/** An answer that the gateway gives instead of the backend. */
export interface ReturnResponse {
  readonly kind: 'return-response';
  readonly status: Expression;
  readonly headers: readonly { readonly name: string; readonly value: Expression }[];
  readonly body: Expression | null;
}

/** Pages that a browser may let at the answers. */
export interface Cors {
  readonly kind: 'cors';
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly isCredentialed: boolean;
}

/** One inbound policy. `base` = here the surrounding scope's policies run. */
export type Step =
  | { readonly kind: 'base' }
  | { readonly kind: 'limit'; readonly limit: Limit }
  | Cors
  | {
      readonly kind: 'choose';
      /** The first whose condition holds; null always does. */
      readonly branches: readonly {
        readonly condition: Expression | null;
        readonly steps: readonly Step[];
      }[];
    }
  | ReturnResponse;

export interface Policy {
  readonly inbound: readonly Step[];
}

export interface PolicyProblem {
  readonly target: string;
  readonly message: string;
}

export type ParsedPolicy =
  | { readonly kind: 'ok'; readonly policy: Policy }
  | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] }
  /** Legal, and not done by the emulator. */
  | { readonly kind: 'absent'; readonly names: readonly string[] };
