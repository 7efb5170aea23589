import { wellFormed } from '../../kit/plain-text';

/** The body as text, null when it is larger than the limit: nobody makes us hold what we did not ask for. */
export async function readBody(request: Request, maxBytes: number): Promise<string | null> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBytes || !request.body) return declared > maxBytes ? null : '';
  // The server itself reads no more than was declared, and whole is cheaper than piece by piece.
  if (declared > 0) return request.text();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A body as JSON, every text in it well-formed: an escape can write what no body can. Null when it is none. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body, (_name, value: unknown) =>
      typeof value === 'string' ? wellFormed(value) : value,
    );
  } catch {
    return null;
  }
}
