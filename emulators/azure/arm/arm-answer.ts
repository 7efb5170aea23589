import type { Context } from 'hono';
import type { StatusCode } from 'hono/utils/http-status';
import { etagOf, queryNumber } from './arm-request';

const JSON_TYPE = 'application/json; charset=utf-8';

export function answerJson(
  c: Context,
  body: unknown,
  options: {
    status?: StatusCode;
    row?: { revision: number };
    headers?: Record<string, string>;
  } = {},
): Response {
  const headers: Record<string, string> = { 'Content-Type': JSON_TYPE, ...options.headers };
  if (options.row) headers.ETag = etagOf(options.row);
  return c.newResponse(JSON.stringify(body), options.status ?? 200, headers);
}

export function answerNothing(
  c: Context,
  status: StatusCode,
  headers: Record<string, string> = {},
): Response {
  return c.body(null, status, headers);
}

/** Rows, of which a page is looked at. */
interface Rows<R> {
  readonly length: number;
  slice(from: number, to: number): readonly R[];
}

/** A page of a collection. `$top` and `$skip` move it; `nextLink` is "" on the last one. */
export function answerPage<R>(
  c: Context,
  rows: Rows<R>,
  options: { pageSize: number; render: (row: R) => unknown },
): Response {
  const skip = queryNumber(c, '$skip', 0) ?? 0;
  const top = queryNumber(c, '$top', 1);
  const size = Math.min(top ?? options.pageSize, options.pageSize);
  const page = rows.slice(skip, skip + size);
  // With $top the client says how many it wants in all; without, it gets everything in turn.
  const wanted = top === undefined ? rows.length : Math.min(rows.length, skip + top);
  const next = skip + page.length;
  return answerJson(c, {
    value: page.map(options.render),
    count: rows.length,
    nextLink: next < wanted ? linkTo(c, next, top === undefined ? undefined : wanted - next) : '',
  });
}

function linkTo(c: Context, skip: number, top: number | undefined): string {
  const url = publicUrl(c);
  url.searchParams.set('$skip', `${skip}`);
  if (top !== undefined) url.searchParams.set('$top', `${top}`);
  return url.toString();
}

/**
 * The request's address as Azure would write it: always https. Azure's own clients refuse to send a
 * token anywhere else, and one that talks to an emulator rewrites scheme and host anyway.
 */
export function publicUrl(c: Context): URL {
  const url = new URL(c.req.url);
  url.protocol = 'https:';
  return url;
}
