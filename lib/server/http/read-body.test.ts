import { describe, expect, test } from 'vitest';
import { readBody, readJson } from './read-body';

const ADDRESS = 'http://localhost:3000/api/sign-out';

/** Sent piece by piece, so that nobody says beforehand how long it is. */
function unannounced(pieces: string[], onRead: () => void = () => {}): Request {
  const waiting = [...pieces];
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        onRead();
        const piece = waiting.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(piece));
      },
    },
    { highWaterMark: 0 },
  );
  return streamed(body);
}

function streamed(body: ReadableStream<Uint8Array>): Request {
  // Node asks for it; the types of browsers don't know it.
  const init = { method: 'POST', body, duplex: 'half' };
  return new Request(ADDRESS, init);
}

function announced(text: string): Request {
  const headers = { 'content-length': String(Buffer.byteLength(text)) };
  return new Request(ADDRESS, { method: 'POST', body: text, headers });
}

describe('a body', () => {
  test.each([announced, (text: string) => unannounced([text])])(
    'up to the limit is read whole',
    async (request) => {
      expect(await readBody(request('a=ä'), 4)).toBe('a=ä');
      expect(await readBody(request('a=ä1'), 4)).toBeNull();
    },
  );

  test('that is not there is empty', async () => {
    expect(await readBody(new Request(ADDRESS, { method: 'POST' }), 4)).toBe('');
    expect(await readBody(unannounced([]), 4)).toBe('');
  });

  test('cut within a letter is one text', async () => {
    const [first = 0, ...rest] = new TextEncoder().encode('ä');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Uint8Array.of(first));
        controller.enqueue(Uint8Array.from(rest));
        controller.close();
      },
    });
    expect(await readBody(streamed(body), 4)).toBe('ä');
  });

  test('without an end is given up soon after the limit', async () => {
    let reads = 0;
    const endless = Array.from({ length: 1000 }, () => 'x'.repeat(100));
    expect(
      await readBody(
        unannounced(endless, () => (reads += 1)),
        250,
      ),
    ).toBeNull();
    expect(reads).toBeLessThan(6);
  });
});

test('a text whose JSON escapes make it malformed is made visible, wherever it is', () => {
  expect(readJson('{"name":"a\\u0000b\\ud800","list":["\\udfff"],"n":1}')).toEqual({
    name: 'a\ufffdb\ufffd',
    list: ['\ufffd'],
    n: 1,
  });
  expect(readJson('{bad')).toBeNull();
});
