import { describe, expect, it } from 'vitest';
import { parseFilter } from './odata-filter';

describe('a $filter', () => {
  it('keeps doubled quotes as one, and dates as they are', () => {
    expect(parseFilter("email eq 'o''brien@example.com'")).toMatchObject({
      value: "o'brien@example.com",
    });
    expect(parseFilter("timestamp ge datetime'2026-01-01T00:00:00'")).toEqual({
      kind: 'compare',
      field: 'timestamp',
      operator: 'ge',
      value: '2026-01-01T00:00:00',
    });
  });

  it('binds "and" closer than "or", and parentheses closer still', () => {
    expect(parseFilter("a eq '1' or b eq '2' and c eq '3'")).toMatchObject({
      word: 'or',
      right: { word: 'and' },
    });
    expect(parseFilter("(a eq '1' or b eq '2') and c eq '3'")).toMatchObject({
      word: 'and',
      left: { word: 'or' },
    });
  });

  it('reads functions with the text on either side', () => {
    const call = { kind: 'call', field: 'name', value: 'x' };
    expect(parseFilter("substringof('x', name)")).toEqual({ ...call, name: 'substringof' });
    expect(parseFilter("startswith(name, 'x')")).toEqual({ ...call, name: 'startswith' });
  });

  it.each(['', 'email', "email is 'x'", "email eq 'x", "email eq 'x' and", "a eq '1') "])(
    'refuses %j',
    (text) => {
      expect(() => parseFilter(text)).toThrow(/Invalid \$filter/);
    },
  );
});
