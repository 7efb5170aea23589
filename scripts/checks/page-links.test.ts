import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const app = fileURLToPath(new URL('../../app', import.meta.url));
const linking = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.tsx'))
  .map((path) => ({ path, text: readFileSync(join(app, path), 'utf8') }))
  .filter(({ text }) => text.includes("from 'next/link'"));

it('what public pages are made of links by PageLink, which loads whole documents there', () => {
  const shared = linking.filter(({ path }) => /^(\(site\)|_ui)\//.test(path));
  expect(shared.map(({ path }) => path)).toEqual(['_ui/page-link.tsx']);
});

it('no other page leads to a public one by a navigation of scripts', () => {
  expect(linking.length).toBeGreaterThan(10);
  const toPublic = /<Link\b[^>]*\bhref=(["'{`]+)\/(pricing|goodbye)?[?#"'`]/;
  const wrong = linking.filter(({ text }) => toPublic.test(text));
  expect(wrong.map(({ path }) => path)).toEqual([]);
});
