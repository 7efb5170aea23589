import { expect, test } from 'vitest';
import { createKeeper } from './keeper';
import type { KeptDocument } from './kept-document';

const variant = (key: string) => ({ key, address: '/', cookie: '', hasSession: false });
const document = (etag: string) => ({ etag }) as KeptDocument;

test('a page is rendered once for all who ask, and then kept', async () => {
  let rendered = 0;
  const keeper = createKeeper({
    render: async ({ key }) => {
      rendered += 1;
      return document(key);
    },
    nowMs: () => 0,
    onFailure: () => {},
  });
  const both = await Promise.all([keeper.pageOf(variant('a')), keeper.pageOf(variant('a'))]);
  expect(both.map((page) => page?.etag)).toEqual(['a', 'a']);
  expect(keeper.pageOf(variant('a'))).toEqual(document('a'));
  expect((await keeper.pageOf(variant('b')))?.etag).toBe('b');
  expect(rendered).toBe(2);
});

test('a page that can’t be rendered is left to the framework for a while, and then tried again', async () => {
  let nowMs = 0;
  let isBroken = true;
  const failed: string[] = [];
  const keeper = createKeeper({
    render: async ({ key }) => {
      if (isBroken) throw new Error('down');
      return document(key);
    },
    nowMs: () => nowMs,
    onFailure: ({ key }) => failed.push(key),
  });
  expect(await keeper.pageOf(variant('a'))).toBeNull();
  isBroken = false;
  nowMs = 4_999;
  expect(keeper.pageOf(variant('a'))).toBeNull();
  nowMs = 5_000;
  expect((await keeper.pageOf(variant('a')))?.etag).toBe('a');
  expect(failed).toEqual(['a']);
});
