import { safeReturnPath } from '@/lib/kit/return-path';

export type Query = Record<string, string | string[] | undefined>;

export function entriesOf(query: Query): [string, string][] {
  return Object.entries(query).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
}

/** The link itself, to come back to after signing in or switching. */
export function linkOf(query: Query): string {
  return `/apim-delegation?${new URLSearchParams(entriesOf(query))}`;
}

export function refusedLinkOf(query: Query): string {
  return `/apim-delegation/refused?${new URLSearchParams(entriesOf(query))}`;
}

/** A link that was handed on from page to page; null for anything else. */
export function givenLink(value: string | string[] | undefined): string | null {
  const path = typeof value === 'string' ? safeReturnPath(value) : null;
  return path && /^\/apim-delegation(?:\/portal)?\?/.test(path) ? path : null;
}
