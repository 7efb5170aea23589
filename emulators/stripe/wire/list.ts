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
  refuseBoth(options.params);
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

/** One page of what is listed in an order of its own, as the lines of an invoice. */
export function pageOfAll<T extends { readonly id: string }>(
  all: readonly T[],
  params: Paging,
  about: { url: string; what: string },
): ApiList<T> {
  const { starting_after: after, ending_before: before } = params;
  refuseBoth(params);
  const limit = params.limit ?? 10;
  const [start, end] =
    before === undefined
      ? [
          after === undefined ? 0 : placeOf(all, after, about.what, 'starting_after') + 1,
          all.length,
        ]
      : [0, placeOf(all, before, about.what, 'ending_before')];
  const left = all.slice(start, end);
  return {
    object: 'list',
    data: before === undefined ? left.slice(0, limit) : left.slice(-limit),
    has_more: left.length > limit,
    url: about.url,
  };
}

function placeOf(
  all: readonly { readonly id: string }[],
  id: string,
  what: string,
  param: string,
): number {
  const place = all.findIndex((one) => one.id === id);
  if (place === -1) throw missing(what, id, param);
  return place;
}

function refuseBoth({ starting_after: after, ending_before: before }: Paging): void {
  if (after === undefined || before === undefined) return;
  throw invalid(
    'Received both `starting_after` and `ending_before` parameters. Please pass in only one.',
  );
}

/** The beginning of a list inside another object; the rest is at its address. */
export function firstOf<T>(data: readonly T[], url: string): ApiList<T> {
  return { object: 'list', data: data.slice(0, 10), has_more: data.length > 10, url };
}

/** A list that is whole in itself, as inside another object. */
export function wholeList<T>(data: readonly T[], url: string): ApiList<T> {
  return { object: 'list', data, has_more: false, url };
}
