import type { Cors } from '../policy/policy';

/** What a `cors` policy adds to an answer; nothing for an origin that it doesn't name. */
export function corsHeaders(cors: Cors | null, origin: string | undefined): Record<string, string> {
  if (!cors || origin === undefined) return {};
  if (!cors.origins.includes('*') && !cors.origins.includes(origin)) return {};
  return {
    'Access-Control-Allow-Origin': cors.isCredentialed
      ? origin
      : cors.origins.includes('*')
        ? '*'
        : origin,
    ...(cors.isCredentialed ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
    ...(cors.exposed.length === 0
      ? {}
      : { 'Access-Control-Expose-Headers': cors.exposed.join(',') }),
  };
}

/** The answer to a browser that asks before it calls; null when the policy is not about it. */
export function preflight(
  cors: Cors | null,
  asked: { origin: string | undefined; method: string; headers: string | undefined },
): Response | null {
  const headers = corsHeaders(cors, asked.origin);
  if (!cors || Object.keys(headers).length === 0) return null;
  const allows = (list: readonly string[], one: string) =>
    list.includes('*') || list.some((known) => known.toLowerCase() === one.toLowerCase());
  const wanted = (asked.headers ?? '').split(',').flatMap((one) => one.trim() || []);
  const fits =
    allows(cors.methods, asked.method) && wanted.every((one) => allows(cors.headers, one));
  if (!fits) return new Response(null, { status: 200 });
  return new Response(null, {
    status: 200,
    headers: {
      ...headers,
      'Access-Control-Allow-Methods': asked.method,
      ...(wanted.length === 0 ? {} : { 'Access-Control-Allow-Headers': wanted.join(',') }),
    },
  });
}
