/** One difference between what the catalogue says and what stands at a vendor, with the call that removes it. */
export interface Step {
  system: System;
  /** What it is about: "price tollgate_basic". */
  subject: string;
  action: 'create' | 'update' | 'replace' | 'archive' | 'disable' | 'unpublish' | 'migrate';
  /** What differs, in words for the operator's eyes. Never a secret. */
  details: string;
  /** A price that people can buy at today becomes another one: it must be meant. */
  isPriceChange?: true;
  run(): Promise<void>;
}

export type System = 'Stripe' | 'API Management';

/** Something that stands at a vendor, that the catalogue doesn't know and that is not ours to touch. */
export interface Orphan {
  system: System;
  subject: string;
  /** What it does where it is, and what a person should decide. */
  details: string;
}

/** What provisioning found: steps to take, what is left over, how much was looked at, and remarks. */
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

/** Names the fields in which two records differ: "name: Basic -> Basic plan"; empty when they don't. */
export function differences(
  wanted: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(wanted)
    .filter(([field, value]) => show(value) !== show(actual[field]))
    .map(([field, value]) => `${field}: ${show(actual[field])} -> ${show(value)}`);
}

function show(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none';
  if (Array.isArray(value)) return [...value].sort().join(' ') || 'none';
  if (typeof value === 'object') {
    const fields = Object.entries(value).map(([name, inner]) => `${name}=${show(inner)}`);
    return fields.sort().join(' ') || 'none';
  }
  return String(value);
}
