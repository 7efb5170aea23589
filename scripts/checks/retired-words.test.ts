import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { inFileName, inSource, RETIRED, RETIRED_TEXT } from './retired-words';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(tsx?|mjs|mts)$/.test(file));
/** Names that travel stay: these, and environment variables. */
const exempt = [
  'lib/kit/wire-names.ts',
  'lib/kit/wire-names.test.ts',
  'scripts/checks/retired-words.ts',
  'scripts/checks/retired-words.test.ts',
];
const variables =
  readFileSync(`${root}/.env.example`, 'utf8').match(/\b[A-Z][A-Z0-9_]+(?==)/g) ?? [];
const known = new Set([...variables, 'tollgate_held']);

test('no file, identifier, page or mail uses a retired word', () => {
  const found = tracked
    .filter((file) => !exempt.includes(file))
    .flatMap((file) =>
      [...inFileName(file), ...inSource(file, readFileSync(`${root}/${file}`, 'utf8'), known)].map(
        ({ word, found, write }) => `${file}: "${found}" says "${word}": write ${write}`,
      ),
    );
  expect([...new Set(found)]).toEqual([]);
}, 60_000);

const inCamelCase = (word: string) =>
  word.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
const folders = ['lib/stripe/', 'lib/use-cases/'];

test.each(Object.keys(RETIRED))('"%s" is found in an identifier and in a file name', (word) => {
  const name = word === 'words' ? 'someWords' : inCamelCase(word);
  const file = word === 'words' ? 'some-words' : word.replaceAll(' ', '-');
  const identifiers = folders.flatMap((folder) =>
    inSource(`${folder}x.ts`, `const ${name} = 1;`, new Set()).map((one) => one.word),
  );
  const names = folders.flatMap((folder) =>
    inFileName(`${folder}${file}.ts`).map((one) => one.word),
  );
  expect([identifiers.includes(word), names.includes(word)]).toEqual([true, true]);
});

test.each(Object.keys(RETIRED_TEXT))(
  '"%s" is found on a page, in a mail and in no test',
  (text) => {
    const shown = [
      inSource('app/page.tsx', `const x = <p>So ${text}</p>;`, new Set()),
      inSource('app/page.tsx', `const x = { title: 'So ${text}' };`, new Set()),
      inSource('lib/mail/x.ts', `const x = (n: number) => \`So \${n} ${text}\`;`, new Set()),
    ];
    expect(shown.map((found) => found.some((one) => one.word === text))).toEqual([
      true,
      true,
      true,
    ]);
    expect(inSource('app/page.test.ts', `const x = 'So ${text}';`, new Set())).toEqual([]);
  },
);

test('other words that hold the same letters are left alone', () => {
  const names = 'const bookshelf = 1, household = 2, toldoOf = 3, wordsOf = 4, layoutOverview = 5;';
  expect(inSource('lib/use-cases/x.ts', names, new Set())).toEqual([]);
  expect(inSource('lib/x.ts', 'const listed = 1;', new Set())).toEqual([]);
});
