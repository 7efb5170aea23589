import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { Language, type Node, Parser } from 'web-tree-sitter';

const folder = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);
const modules = readdirSync(`${folder}modules`).map((name) => `modules/${name}`);

let parser: Parser;
beforeAll(async () => {
  await Parser.init();
  const grammar = require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
  parser = new Parser().setLanguage(await Language.load(grammar));
});

/** Line and text of everything that the grammar of Bicep does not know. */
function errorsIn(text: string): string[] {
  const root = parser.parse(text)?.rootNode;
  if (!root) throw new Error('Nothing was parsed.');
  return root.hasError ? errorsBelow(root) : [];
}

function errorsBelow(node: Node): string[] {
  const own = node.isError || node.isMissing;
  const line = node.startPosition.row + 1;
  return own
    ? [`line ${line}: ${node.text.slice(0, 60) || `no ${node.type}`}`]
    : node.children.flatMap((child) => (child ? errorsBelow(child) : []));
}

describe('the grammar of Bicep', () => {
  it.each(['main.bicep', ...modules])('knows every line of %s', (file) => {
    expect(errorsIn(readFileSync(folder + file, 'utf8'))).toEqual([]);
  });

  it('knows what is none', () => {
    expect(errorsIn("resource a 'b@1' = {\n  name: \n}\n")).not.toEqual([]);
  });
});
