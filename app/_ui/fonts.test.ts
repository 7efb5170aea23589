import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the fonts that a first visit loads take no more than 50 KB', () => {
  const folder = new URL('fonts/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.woff2'));
  const bytes = files.map((name) => readFileSync(new URL(name, folder)).length);
  expect(files).toHaveLength(2);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(50 * 1024);
});

test('no module loads a font from elsewhere', () => {
  const folder = new URL('./', import.meta.url);
  for (const name of ['sans-font.ts', 'mono-font.ts']) {
    expect(readFileSync(new URL(name, folder), 'utf8')).toMatch(/src: '\.\/fonts\/[\w-]+\.woff2'/);
  }
});
