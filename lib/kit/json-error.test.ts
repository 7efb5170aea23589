import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJsonError } from './json-error';

describe('the place of a mistake in JSON', () => {
  test.each<[string, string, number, number, string]>([
    ['a comma too many', '[\n  { "id": "a", }\n]', 2, 14, 'no "," before the closing "}"'],
    ['a comma too many in a list', '[1,\n2,\n]', 2, 2, 'no "," before the closing "]"'],
    ['a missing comma', '[{ "id": "a"\n  "prices": {} }]', 2, 3, 'a "," or "}" before "\\""'],
    ['a missing colon', '[{ "id" "a" }]', 1, 9, 'a ":" after the key'],
    ['a comment', '[\n  // the free one\n  {} ]', 2, 3, 'no comment: JSON has none, remove it'],
    [
      'single quotes',
      "[{ 'id': 1 }]",
      1,
      4,
      'a key in double quotes, found a single quote: JSON has double ones only',
    ],
    ['a key without quotes', '[{ id: 1 }]', 1, 4, 'a key in double quotes, found "i"'],
    ['a word that is none', '[{ "a": True }]', 1, 9, 'a value, found "T"'],
    ['a number with a leading zero', '[{ "a": 015 }]', 1, 10, 'a "," or "}" before "1"'],
    [
      'an end that is missing',
      '[{ "a": 1 }',
      1,
      12,
      'more: the file ends before everything that was opened is closed',
    ],
    ['an empty file', '', 1, 1, 'more: the file ends before everything that was opened is closed'],
    ['something after the end', '[]\n[]', 2, 1, 'nothing after the end of the list'],
    [
      'a text over two lines',
      '["a\nb"]',
      1,
      2,
      'a text in double quotes that ends on its own line, with \\ before " and \\',
    ],
  ])('%s', (_name, text, line, column, reason) => {
    const found = findJsonError(text);
    expect(found).toMatchObject({ line, column, reason });
    expect(found?.lineText).toBe(text.split('\n')[line - 1]);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('a text is refused exactly when the engine refuses it', () => {
    const json = fc.json();
    const broken = fc
      .tuple(json, fc.nat(), fc.constantFrom(',', '"', '}', ']', '1', 'x', '\n', '{', ':', '\\'))
      .map(([text, at, extra]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + extra + text.slice(place);
      });
    fc.assert(
      fc.property(fc.oneof(json, broken), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(findJsonError(text) === null).toBe(isJson);
      }),
      { seed: 20_261_130, numRuns: 2000 },
    );
  });
});
