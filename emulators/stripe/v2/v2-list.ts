import { z } from 'zod';
import type { Row, Table } from '../../core/table';
import { invalidFields } from './v2-error';

export const v2Paging = {
  limit: z.coerce.number().int().min(1).max(100).optional(),
  page: z.string().optional(),
};

/** One page, newest first; the next one has an address of its own. */
export function v2Page<R extends Row, T>(options: {
  table: Table<R>;
  url: string;
  limit: number | undefined;
  page: string | undefined;
  /** What the next page's address says again besides the page. */
  query?: Readonly<Record<string, string>>;
  where?: (row: R) => boolean;
  render: (row: R) => T;
}): { data: T[]; next_page_url: string | null; previous_page_url: string | null } {
  const after = options.page === undefined ? undefined : rowOf(options.page);
  if (after !== undefined && !options.table.get(after)) throw invalidFields('page: no such page.');
  const page = options.table.page({ limit: options.limit ?? 20, after, where: options.where });
  const last = page.rows.at(-1);
  const query = new URLSearchParams({
    ...options.query,
    ...(options.limit === undefined ? {} : { limit: `${options.limit}` }),
    page: last ? pageAfter(last.id) : '',
  });
  return {
    data: page.rows.map(options.render),
    next_page_url: page.hasMore ? `${options.url}?${query}` : null,
    previous_page_url: null,
  };
}

function pageAfter(id: string): string {
  return Buffer.from(id).toString('base64url');
}

function rowOf(page: string): string {
  return Buffer.from(page, 'base64url').toString();
}
