import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { hashSources } from './inline-scripts';

export type Encoding = 'br' | 'gzip' | 'identity';

/** A page that is finished: its bytes in each encoding and the headers that go with them. */
export interface KeptDocument {
  etag: string;
  bodies: Readonly<Record<Encoding, Buffer>>;
  headers: Readonly<Record<string, string>>;
}

/** Browsers ask again each time and are mostly answered 304: a deployment shows at once. Nothing in it is personal. */
const CACHE_CONTROL = 'public, max-age=0, must-revalidate';
const VARY =
  'cookie, accept-encoding, rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch';

export async function makeDocument(options: {
  html: string;
  /** Next's hints on what to load early. */
  link: string | null;
  /** The policy that admits these scripts. */
  policyOf: (scripts: readonly string[]) => string;
  securityHeaders: Readonly<Record<string, string>>;
}): Promise<KeptDocument> {
  const { html, link, policyOf, securityHeaders } = options;
  const identity = Buffer.from(html);
  const policy = policyOf(hashSources(html));
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(identity, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: identity.length },
    }),
    promisify(gzip)(identity, { level: 9 }),
  ]);
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': CACHE_CONTROL,
    vary: VARY,
    'content-security-policy': policy,
    ...securityHeaders,
    ...(link === null ? {} : { link }),
  };
  const etag = createHash('sha256').update(JSON.stringify(headers)).update(identity);
  return {
    etag: etag.digest('base64url').slice(0, 22),
    bodies: { br, gzip: gzipped, identity },
    headers,
  };
}
