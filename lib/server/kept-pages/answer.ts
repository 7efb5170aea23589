import type { Encoding, KeptDocument } from './kept-document';
import type { Asked } from './variant';

export interface Answer {
  status: 200 | 304;
  headers: Record<string, string>;
  body: Buffer | null;
}

/**
 * The answer with a kept page: its body, or only headers when the browser has it already or asked for the headers
 * alone.
 */
export function answerWith(document: KeptDocument, asked: Asked): Answer {
  const encoding = encodingFor(asked.header('accept-encoding') ?? '');
  const etag = `"${document.etag}-${encoding}"`;
  if (isAmong(etag, asked.header('if-none-match') ?? '')) {
    return { status: 304, headers: { ...document.headers, etag }, body: null };
  }
  const bytes = document.bodies[encoding];
  const headers: Record<string, string> = {
    ...document.headers,
    etag,
    'content-length': `${bytes.length}`,
  };
  if (encoding !== 'identity') headers['content-encoding'] = encoding;
  return { status: 200, headers, body: asked.method === 'HEAD' ? null : bytes };
}

function encodingFor(accepted: string): Encoding {
  const isWanted = (name: string) =>
    accepted.split(',').some((entry) => {
      const [coding = '', ...parameters] = entry.split(';').map((part) => part.trim());
      return coding.toLowerCase() === name && !parameters.some((part) => /^q=0(\.0*)?$/.test(part));
    });
  if (isWanted('br')) return 'br';
  return isWanted('gzip') ? 'gzip' : 'identity';
}

/** Compared weakly, as If-None-Match asks for: proxies that compress put W/ before a tag. */
function isAmong(etag: string, given: string): boolean {
  if (given === '') return false;
  return given.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
}
