import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What the modules name, except what a page fetches only for letters that few names have. */
function fontFiles(): URL[] {
  return ['sans-font.ts', 'mono-font.ts'].flatMap((name) => {
    const source = readFileSync(new URL(name, import.meta.url), 'utf8');
    const files = [...source.matchAll(/src: '([^']+)'/g)].map(([, path = '']) => path);
    return files
      .filter((path) => !path.includes('latin-ext'))
      .map((path) => new URL(path, import.meta.url));
  });
}

test('the fonts that a first visit loads take no more than 50 KB', () => {
  const files = fontFiles();
  expect(files).toHaveLength(2);
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(50 * 1024);
});

test('fonts come from packages, reduced to Latin characters', () => {
  for (const file of fontFiles())
    expect(file.pathname).toMatch(/\/node_modules\/@fontsource.*-latin-.*\.woff2$/);
});
