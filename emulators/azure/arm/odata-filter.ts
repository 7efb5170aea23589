import { validationError } from './arm-error';

export const OPERATORS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Operator = (typeof OPERATORS)[number];
export const FUNCTIONS = ['substringof', 'contains', 'startswith', 'endswith'] as const;
export type FilterFunction = (typeof FUNCTIONS)[number];

export type Filter =
  | {
      readonly kind: 'join';
      readonly word: 'and' | 'or';
      readonly left: Filter;
      readonly right: Filter;
    }
  | {
      readonly kind: 'compare';
      readonly field: string;
      readonly operator: Operator;
      readonly value: string;
    }
  | {
      readonly kind: 'call';
      readonly name: FilterFunction;
      readonly field: string;
      readonly value: string;
    };

/** Reads the part of OData's `$filter` that API Management takes. Values come out as text. */
export function parseFilter(text: string): Filter {
  const reader = new Reader(text);
  const filter = readOr(reader);
  reader.expectEnd();
  return filter;
}

function readOr(reader: Reader): Filter {
  let left = readAnd(reader);
  while (reader.takeWord('or')) left = { kind: 'join', word: 'or', left, right: readAnd(reader) };
  return left;
}

function readAnd(reader: Reader): Filter {
  let left = readTerm(reader);
  while (reader.takeWord('and'))
    left = { kind: 'join', word: 'and', left, right: readTerm(reader) };
  return left;
}

function readTerm(reader: Reader): Filter {
  if (reader.takeSymbol('(')) {
    const inner = readOr(reader);
    reader.needSymbol(')');
    return inner;
  }
  const name = reader.needName();
  const called = FUNCTIONS.find((one) => one === name.toLowerCase());
  if (called && reader.takeSymbol('(')) return readCall(reader, called);
  const operator = OPERATORS.find((one) => reader.takeWord(one));
  if (!operator) throw reader.error(`an operator (${OPERATORS.join(', ')})`);
  return { kind: 'compare', field: name, operator, value: reader.needValue() };
}

/** `substringof('text', field)`, but `startswith(field, 'text')`: both orders are read. */
function readCall(reader: Reader, name: FilterFunction): Filter {
  const quotedFirst = reader.peekQuote();
  const first = quotedFirst ? reader.needValue() : reader.needName();
  reader.needSymbol(',');
  const second = quotedFirst ? reader.needName() : reader.needValue();
  reader.needSymbol(')');
  return quotedFirst
    ? { kind: 'call', name, field: second, value: first }
    : { kind: 'call', name, field: first, value: second };
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  takeWord(word: string): boolean {
    return this.#take(new RegExp(`\\s*${word}\\b`, 'iy')) !== null;
  }

  takeSymbol(symbol: '(' | ')' | ','): boolean {
    return this.#take(new RegExp(`\\s*\\${symbol}`, 'y')) !== null;
  }

  needSymbol(symbol: '(' | ')' | ','): void {
    if (!this.takeSymbol(symbol)) throw this.error(`'${symbol}'`);
  }

  needName(): string {
    const match = this.#take(/\s*([A-Za-z_][\w/.]*)/y);
    if (!match?.[1]) throw this.error('a field');
    return match[1];
  }

  peekQuote(): boolean {
    return /^\s*'/.test(this.#text.slice(this.#at));
  }

  /** 'text', datetime'...', or a bare number, date or boolean. A quote inside is doubled. */
  needValue(): string {
    const quoted = this.#take(/\s*(?:datetime|datetimeoffset|guid)?'((?:[^']|'')*)'/iy);
    if (quoted) return (quoted[1] ?? '').replaceAll("''", "'");
    const bare = this.#take(/\s*([\w.:+-]+)/y);
    if (!bare?.[1]) throw this.error('a value');
    return bare[1];
  }

  expectEnd(): void {
    if (this.#text.slice(this.#at).trim() !== '') throw this.error('the end');
  }

  error(expected: string): Error {
    return validationError(
      `Invalid $filter '${this.#text}': expected ${expected} at position ${this.#at}.`,
    );
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }
}
