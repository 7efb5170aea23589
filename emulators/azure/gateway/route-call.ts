import type { AzureState } from '../state/azure-state';
import type { ApiRow, OperationRow } from '../state/rows';

export interface RoutedCall {
  readonly api: ApiRow;
  readonly operation: OperationRow;
  /** Path behind the API's own, with a slash in front. */
  readonly rest: string;
  /** Parameters of the operation's template. */
  readonly matched: Readonly<Record<string, string>>;
}

export type Routing =
  | { readonly kind: 'found'; readonly call: RoutedCall }
  | { readonly kind: 'no-operation'; readonly api: ApiRow }
  | { readonly kind: 'no-api' };

/** The API with the longest path that fits, and its operation by method and template. */
export function routeCall(state: AzureState, method: string, path: string): Routing {
  let best: { api: ApiRow; rest: string } | null = null;
  for (const api of state.apis.all()) {
    const rest = pathBehind(api.path, path);
    if (rest === null || (best && best.api.path.length >= api.path.length)) continue;
    best = { api, rest };
  }
  if (!best) return { kind: 'no-api' };
  const { api, rest } = best;
  for (const operation of api.operations) {
    if (operation.method !== method && operation.method !== '*') continue;
    const matched = matchTemplate(operation.urlTemplate, rest);
    if (matched) return { kind: 'found', call: { api, operation, rest, matched } };
  }
  return { kind: 'no-operation', api };
}

function pathBehind(apiPath: string, path: string): string | null {
  const prefix = apiPath === '' ? '' : `/${apiPath}`;
  if (path.toLowerCase() === prefix.toLowerCase()) return '/';
  return path.toLowerCase().startsWith(`${prefix}/`.toLowerCase())
    ? path.slice(prefix.length)
    : null;
}

interface Template {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

const templates = new Map<string, Template>();

function matchTemplate(urlTemplate: string, path: string): Record<string, string> | null {
  const { pattern, names } = template(urlTemplate);
  const match = pattern.exec(path);
  if (!match) return null;
  return Object.fromEntries(
    names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
  );
}

/** `/status/{code}` and `/*` as an expression. A query in a template doesn't take part. */
function template(text: string): Template {
  const known = templates.get(text);
  if (known) return known;
  const names: string[] = [];
  const path = (text.split('?')[0] ?? '').replace(/\/$/, '');
  const source = path
    .split(/(\{[^}]*\}|\*)/)
    .map((part) => {
      if (part === '*') return '.*';
      const name = /^\{(\*?)([^}]*)\}$/.exec(part);
      if (!name) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(name[2] ?? '');
      return name[1] === '*' ? '(.*)' : '([^/]+)';
    })
    .join('');
  const made = { pattern: new RegExp(`^${source}/?$`, 'i'), names };
  templates.set(text, made);
  return made;
}
