import type { Attempted } from '../machine/replicas';

/** What came of something, in words. */
export function outcomeOf<T>(attempted: Attempted<T>, words: (value: T) => string): string {
  if (attempted.kind === 'done') return words(attempted.value);
  const { error } = attempted;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
