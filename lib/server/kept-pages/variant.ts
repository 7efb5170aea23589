import { keptAddress } from '../../kit/public-pages';

/** The names of the two cookies that a public page looks at. */
export interface CookieNames {
  theme: string;
  session: string;
}

export interface Asked {
  method: string | undefined;
  /** Path and query as they came. */
  url: string;
  header: (name: string) => string | null | undefined;
}

/** One of the few forms that a public page has. Nothing else of a request reaches what is kept. */
export interface Variant {
  key: string;
  /** Path and query to render. */
  address: string;
  /** The cookies to render it with. */
  cookie: string;
  /** Whether there is a session, good or not. */
  hasSession: boolean;
}

/** By which Next's scripts ask for data instead of a document, and by which a page is rendered to be kept. */
export const RENDER_HEADER = 'x-tollgate-render';
const NO_DOCUMENT = ['rsc', 'next-action', 'next-router-prefetch', RENDER_HEADER];

/** The kept form that answers a request; null when the request has to be rendered. */
export function variantOf(asked: Asked, names: CookieNames): Variant | null {
  if (asked.method !== 'GET' && asked.method !== 'HEAD') return null;
  const [path = '', ...rest] = asked.url.split('?');
  const address = keptAddress(path, rest.join('?'));
  if (address === null) return null;
  if (NO_DOCUMENT.some((name) => asked.header(name))) return null;
  const cookies = cookiesIn(asked.header('cookie') ?? '');
  const theme = cookies.get(names.theme);
  const kept: string[] = [];
  if (theme === 'light' || theme === 'dark') kept.push(`${names.theme}=${theme}`);
  // That there is one, never which: the page's script asks for the name.
  const hasSession = Boolean(cookies.get(names.session));
  if (hasSession) kept.push(`${names.session}=some`);
  const cookie = kept.join('; ');
  return { key: `${address} ${cookie}`, address, cookie, hasSession };
}

/** The last of a name counts, as it does in Next. */
function cookiesIn(header: string): Map<string, string> {
  const pairs = header.split(';').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return at < 0 ? ['', ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  return new Map(pairs);
}
