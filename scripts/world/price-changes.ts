import { z } from 'zod';

const result = z.looseObject({
  changes: z.array(
    z.looseObject({ subject: z.string(), details: z.string(), isPriceChange: z.boolean() }),
  ),
});

/** The changes of prices in the last result that the catalog program wrote to its log as JSON. */
export function priceChangesIn(log: string): string[] {
  const line = log.split('\n').findLast((one) => one.startsWith('{"plan"'));
  if (line === undefined) return [];
  return result
    .parse(JSON.parse(line))
    .changes.filter(({ isPriceChange }) => isPriceChange)
    .map(({ subject, details }) => `${subject}: ${details}`);
}
