/** More than any product here is for, and far below where exact arithmetic would end. */
const MOST_CALLS = 1_000_000_000;

export const DEFAULT_CALLS = 100_000;

export const PRESET_CALLS = [100, 1_000, 10_000, 100_000, 500_000, 1_500_000] as const;

/** A number of calls as people type it ('120,000', '120 000'); null when it is none or too large. */
export function parseCalls(text: string): number | null {
  const digits = text.replace(/[\s,_'’]/g, '');
  if (!/^\d{1,10}$/.test(digits)) return null;
  const calls = Number(digits);
  return calls <= MOST_CALLS ? calls : null;
}

export const CALLS_PROBLEM = 'Enter a whole number from 0 to 1,000,000,000.';
