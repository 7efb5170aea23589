const counts = new Intl.NumberFormat('en-US');

/** '1,500,000' */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** A count of calls is a whole number; anything else is a mistake upstream that must not become money. */
export function assertCallCount(calls: number): void {
  if (!Number.isSafeInteger(calls) || calls < 0) {
    throw new RangeError(`a count of calls is a whole number of 0 or more, not ${calls}`);
  }
}
