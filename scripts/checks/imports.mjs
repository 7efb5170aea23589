/**
 * `npm run imports [folder]`: fails when a file imports what its layer may not, or when two files need
 * each other at run time.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import swc from '@swc/core';
import { cruise } from 'dependency-cruiser';
import { importRules } from './import-rules.mjs';

const roots = [
  'proxy.ts',
  'instrumentation.ts',
  'app',
  'lib',
  'payment',
  'emulators',
  'e2e',
  'scripts',
  'bench',
  'simulation',
  'testing',
  'infra',
];
const root = resolve(process.argv[2] ?? '.');
process.chdir(root);

const violations = [
  ...(await violationsOf(importRules(root), { types: true })),
  ...(await violationsOf([noCircular()], { types: false })),
];
for (const { rule, from, to, cycle, comment } of violations) {
  console.error(
    `${rule.name}: ${[from, ...(cycle?.map(({ name }) => name) ?? [to])].join(' -> ')}`,
  );
  if (comment) console.error(`    ${comment}`);
}
if (violations.length > 0) {
  console.error(`\n${violations.length} imports that the architecture forbids.`);
  process.exit(1);
}
console.log('Every import keeps to the layers.');

async function violationsOf(forbidden, { types }) {
  readTsxToo({ types });
  const { output } = await cruise(
    roots.filter((root) => existsSync(root)),
    {
      ruleSet: { forbidden },
      validate: true,
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '^lib/db/generated/.*/' },
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.json', '.d.ts'],
      alias: { '@': root },
    },
  );
  const comments = new Map(forbidden.map(({ name, comment }) => [name, comment]));
  return output.summary.violations.map((found) => ({
    ...found,
    comment: comments.get(found.rule.name),
  }));
}

function noCircular() {
  return {
    name: 'no-circular',
    comment: 'Two files that need each other at run time are one file, or three.',
    severity: 'error',
    from: {},
    to: { circular: true },
  };
}

/**
 * The cruiser reads TypeScript through swc, but never tells it that a .tsx file may hold JSX, and it
 * does not tell an import of types from one that runs. Both are added where it parses.
 */
function readTsxToo({ types }) {
  readTsxToo.original ??= swc.parseFileSync.bind(swc);
  swc.parseFileSync = (path, options) => {
    const module = readTsxToo.original(path, { ...options, tsx: path.endsWith('.tsx') });
    if (!types) module.body = module.body.filter((item) => !isTypeOnly(item));
    return module;
  };
}

function isTypeOnly({ type, typeOnly, specifiers }) {
  if (type !== 'ImportDeclaration' && type !== 'ExportNamedDeclaration') return false;
  if (typeOnly) return true;
  return specifiers?.length > 0 && specifiers.every((specifier) => specifier.isTypeOnly);
}
