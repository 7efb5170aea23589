import type { Context, MiddlewareHandler } from 'hono';
import { ArmError, notEmulated } from './arm-error';
import { needIfMatch } from './arm-request';
import { findOperation, type Operation } from './operations';

/**
 * Runs where paths are those below the service. Holds every request to what its operation takes, and every answer to what its operation gives: unknown
 * query parameters, a change without If-Match and what no operation is are refused; a status that the SDK would
 * throw at is a fault of the emulator. Polls repeat the first request's parameters and are let through.
 */
export const checkOperation: MiddlewareHandler = async (c, next) => {
  const { method, path } = c.req;
  if (isPoll(c, path)) return next();
  const operation = findOperation(method, path);
  if (!operation) throw notEmulated(method, new URL(c.req.url).pathname);
  refuseUnknownQuery(c, operation);
  // The SDK has to send it with a DELETE too; plain clients of Resource Manager don't, and need not.
  if (operation.ifMatch === 'required' && method !== 'DELETE') needIfMatch(c);
  await next();
  if (c.res.ok && !operation.statuses.includes(c.res.status)) {
    throw new Error(`${operation.name} answered ${c.res.status}, which the SDK refuses.`);
  }
  answerNotModified(c);
};

function isPoll(c: Context, path: string): boolean {
  if (c.req.method !== 'GET') return false;
  return c.req.query('asyncId') !== undefined || path.startsWith('/tenant/operationresults/');
}

function refuseUnknownQuery(c: Context, operation: Operation): void {
  const known = new Set(operation.query.map((one) => one.toLowerCase()));
  for (const name of Object.keys(c.req.query())) {
    if (name === 'api-version' || known.has(name.toLowerCase())) continue;
    const message = `Unknown query parameter '${name}' for ${operation.name}.`;
    throw new ArmError(400, 'InvalidQueryParameter', message);
  }
}

function answerNotModified(c: Context): void {
  const etag = c.res.headers.get('etag');
  const sent = c.req.header('if-none-match');
  if (c.req.method !== 'GET' || etag === null || sent === undefined) return;
  const isSame = sent.split(',').some((one) => one.trim() === etag || one.trim() === '*');
  if (isSame) c.res = new Response(null, { status: 304, headers: { ETag: etag } });
}
