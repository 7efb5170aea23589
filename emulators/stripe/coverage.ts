import type { Covered } from '../core/coverage-table';
import { endpoints } from './endpoints';
import type { Endpoint } from './http/endpoint';
import { generated } from './schemas/request-schema';
import { v2Routes } from './v2/v2-routes';

/** What the emulator answers under /v1 and /v2, for the README's table. */
export function coverage(): Covered[] {
  return [...endpoints, ...v2Routes].map((one) => ({
    method: one.method,
    path: one.path,
    operation: operationOf(one.method, one.path),
    fidelity: one.fidelity,
    leftOut: leftOut(one),
    apiVersion: generated().apiVersion,
  }));
}

/** Parameters are refused by name; that none of a route's is has nothing to say. */
function leftOut({ note, refuses }: Pick<Endpoint, 'note' | 'refuses'>): string {
  const names = refuses().map((name) => `\`${name}\``);
  return [note, names.length > 0 ? `Refused: ${names.join(', ')}.` : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** `POST /v1/invoices/:id/pay` -> "pay invoice"; the last id is what an address is about. */
function operationOf(method: string, path: string): string {
  const parts = path.split('/').slice(2);
  const ids = parts.findLastIndex((part) => part.startsWith(':'));
  const name = (part: string | undefined) => (part ?? '').replaceAll('_', ' ');
  const collection = name(ids < 0 ? parts.at(-1) : parts[ids - 1]);
  const rest = ids < 0 ? [] : parts.slice(ids + 1);
  if (rest.length > 0 && method === 'GET') return `list ${name(rest.at(-1))}`;
  // A plural is a list of its own; else it is something that is done.
  if (rest.at(-1)?.endsWith('s')) return `create ${one(name(rest.at(-1)))}`;
  if (rest.length > 0) return `${name(rest.at(-1))} ${one(collection)}`;
  if (collection === 'create preview') return 'preview invoice';
  if (ids < 0 && method === 'GET') return `list ${collection}`;
  const verb = { GET: 'retrieve', DELETE: 'delete', POST: ids < 0 ? 'create' : 'update' }[method];
  return `${verb} ${one(collection)}`;
}

function one(plural: string): string {
  return plural.replace(/s$/, '');
}
