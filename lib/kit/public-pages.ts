/**
 * Pages with the same content for everybody. The server renders each once and keeps it (lib/server/kept-pages), under a
 * content security policy of its own, so a link between one of these and any other page is a full load.
 */
const PUBLIC_PAGES: ReadonlySet<string> = new Set(['/', '/pricing', '/goodbye']);

/**
 * The numbers in our own links to the price list. Other numbers are rendered for each request, so that nobody can fill
 * the memory by requesting many. A number that is missing here is served correctly, only more slowly.
 */
const KEPT_CALLS: ReadonlySet<string> = new Set([
  ...['100', '1000', '10000', '50000', '100000', '250000', '500000', '1500000'],
]);

/** Parameters of campaign links; no page reads them. */
const IGNORED_PARAMETERS = /^(utm_[a-z]{1,20}|gclid|fbclid|msclkid|ref)$/;

export function isPublicPage(path: string): boolean {
  return PUBLIC_PAGES.has(path);
}

/** For a link as it is written in a page: '/pricing?calls=100' leads to a public page. */
export function leadsToPublicPage(href: string): boolean {
  const [path = ''] = href.split(/[?#]/, 1);
  return isPublicPage(path);
}

/** The address under which the requested page is kept; null for pages that have to be rendered for each request. */
export function keptAddress(path: string, query: string): string | null {
  if (!isPublicPage(path) || query.length > 1000) return null;
  const asked = [...new URLSearchParams(query)].filter(([name]) => !IGNORED_PARAMETERS.test(name));
  const [parameter, ...more] = asked;
  if (parameter === undefined) return path;
  const [name, value] = parameter;
  const isKept = path === '/pricing' && name === 'calls' && KEPT_CALLS.has(value);
  return isKept && more.length === 0 ? `${path}?calls=${value}` : null;
}
