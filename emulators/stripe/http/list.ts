import type { Row, Table } from '../../core/table';
import { invalid, missing } from './stripe-error';

/** What every list takes, for a route's mask. */
export const paged = {
  limit: { min: 1, max: 100 },
  starting_after: true,
  ending_before: true,
} as const;

export interface Paging {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
}

export interface ApiList<T> {
  readonly object: 'list';
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly url: string;
}

/** One page of a table, newest first. */
export function listPage<R extends Row, T>(options: {
  table: Table<R>;
  params: Paging;
  url: string;
  what: string;
  group?: string | undefined;
  where?: ((row: R) => boolean) | undefined;
  render: (row: R) => T;
}): ApiList<T> {
  const { starting_after: after, ending_before: before } = options.params;
  if (after !== undefined && before !== undefined) {
    throw invalid(
      'Received both `starting_after` and `ending_before` parameters. Please pass in only one.',
    );
  }
  if (after !== undefined && !options.table.get(after))
    throw missing(options.what, after, 'starting_after');
  if (before !== undefined && !options.table.get(before))
    throw missing(options.what, before, 'ending_before');
  const limit = options.params.limit ?? 10;
  const page = options.table.page({
    limit,
    after,
    before,
    group: options.group,
    where: options.where,
  });
  return {
    object: 'list',
    data: page.rows.map(options.render),
    has_more: page.hasMore,
    url: options.url,
  };
}

/** A list that is whole in itself, as inside another object. */
export function wholeList<T>(data: readonly T[], url: string): ApiList<T> {
  return { object: 'list', data, has_more: false, url };
}
