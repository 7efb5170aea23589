import type { PageAsked } from '../db/operator';
import type { Needs } from './deps';

/** Rows of a page of an operator's list. */
export const PAGE_SIZE = 50;

export interface PageInput {
  /** The last row of the page before. */
  after: string | null;
}

export interface Page<Row> {
  rows: Row[];
  /** The next page's `after`; null on the last page. */
  next: string | null;
  asOf: Date;
}

/** Cuts the one row off that was read to know whether there is a next page. */
export async function pageOf<Row extends { id: string }>(
  deps: Needs<'clock'>,
  input: PageInput,
  read: (page: PageAsked) => Promise<Row[]>,
): Promise<Page<Row>> {
  const asOf = await deps.clock.now();
  const found = await read({ after: input.after, take: PAGE_SIZE });
  const rows = found.slice(0, PAGE_SIZE);
  return { rows, next: found.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null, asOf };
}
