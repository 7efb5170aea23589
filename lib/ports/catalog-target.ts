import type { Catalog } from '../domain/catalog/catalog';

/**
 * A system that is made to match the catalog: a payment provider with its products and prices, a gateway with its
 * products and policies. A second provider implements this file, and neither the program nor the operator's page
 * changes.
 *
 * Planning reads and changes nothing. Applying is `run()` of the plan's steps, one after the other and in their order.
 * Verifying is a plan without steps.
 */
export interface CatalogTarget {
  /** The first word of each line of a plan, and part of the plan's name: 'Stripe'. */
  readonly system: string;
  /** Name of the setting whose key reaches an account where real money is charged; null where nothing is. */
  readonly liveSetting: string | null;
  /**
   * What differs from the catalog. Things are found by names that we choose, so that a run that was killed can be repeated.
   * Throws the vendor's own error when it can't be read, and an Error that says what to do where no step would help: an API
   * that doesn't exist, a meter that counts by other rules.
   */
  plan(catalog: Catalog, options: PlanOptions): Promise<Findings>;
  /** What the key or the identity may not do, and where that is granted; null when `error` says something else. */
  missingRight(error: unknown): string | null;
}

export interface PlanOptions {
  /** Running subscriptions move to today's price with their next period. A gateway has no prices and ignores it. */
  migrate: boolean;
  /** Called with a line for the operator while something takes long. */
  progress: (line: string) => void;
}

/** One difference between the catalog and a vendor, with the call that removes it. */
export interface Step {
  system: string;
  /** What it is about: "price tollgate_basic". */
  subject: string;
  action: 'create' | 'update' | 'replace' | 'archive' | 'disable' | 'unpublish' | 'migrate';
  /** What differs, in words for the operator's eyes. Never a secret. */
  details: string;
  /** A price that people can buy at today changes to another one: this must be confirmed. */
  isPriceChange?: true;
  /**
   * Makes the change; throws the vendor's error. Steps before it in the plan have run (a price needs its meter), and
   * running it again after a crash changes nothing more.
   */
  run(): Promise<void>;
}

/** Something at a vendor that the catalog doesn't know and that is not ours to change. */
export interface Orphan {
  system: string;
  subject: string;
  /** What it does there, and what a person should decide. */
  details: string;
}

/** What planning found: steps to take, what is left over, how much was looked at, and remarks. */
export interface Findings {
  steps: Step[];
  orphans: Orphan[];
  checked: number;
  notes: string[];
}

export function noFindings(): Findings {
  return { steps: [], orphans: [], checked: 0, notes: [] };
}

export function merged(all: readonly Findings[]): Findings {
  return {
    steps: all.flatMap(({ steps }) => steps),
    orphans: all.flatMap(({ orphans }) => orphans),
    checked: all.reduce((sum, { checked }) => sum + checked, 0),
    notes: all.flatMap(({ notes }) => notes),
  };
}
