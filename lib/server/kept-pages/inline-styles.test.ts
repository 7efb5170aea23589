import { expect, test } from 'vitest';
import { inlineStyles } from './inline-styles';

const link = (href: string) => `<link rel="stylesheet" href="${href}" data-precedence="next"/>`;
const page = (head: string) => `<html><head>${head}</head><body></body></html>`;

test('the style sheets of a finished page are inlined in their order, and find their fonts', async () => {
  const files: Record<string, string> = {
    '/_next/static/chunks/a.css': '@font-face{src:url(../media/a.woff2)}',
    '/_next/static/chunks/b.css': 'i{background:url("./b.svg"),url(data:image/gif;base64,R0)}',
  };
  const html = page(
    Object.keys(files)
      .map((href) => link(href))
      .join(''),
  );
  expect(await inlineStyles(html, async (address) => files[address] ?? '')).toBe(
    page(
      '<style data-file="/_next/static/chunks/a.css">@font-face{src:url(/_next/static/media/a.woff2)}</style>' +
        '<style data-file="/_next/static/chunks/b.css">i{background:url("/_next/static/chunks/b.svg"),url(data:image/gif;base64,R0)}</style>',
    ),
  );
});

test('a style sheet that could end its element, or is on another host, stays a link', async () => {
  const html = page(link('/odd.css') + link('https://cdn.example/a.css'));
  expect(await inlineStyles(html, async () => 'i::after{content:"</style>"}')).toBe(html);
});

test('a page whose style sheets can’t be read is not kept', async () => {
  const away = () => Promise.reject(new Error('away'));
  await expect(inlineStyles(page(link('/a.css')), away)).rejects.toThrow('away');
});
