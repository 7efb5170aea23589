/** The part of policy expressions (C#) that the emulator evaluates. */
export type Expression =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'context'; readonly path: ContextPath }
  | { readonly kind: 'matched'; readonly name: string }
  | { readonly kind: 'utc-now' }
  | { readonly kind: 'int'; readonly of: Expression }
  | { readonly kind: 'json'; readonly fields: readonly (readonly [string, Expression])[] }
  | {
      readonly kind: 'equals';
      readonly negated: boolean;
      readonly left: Expression;
      readonly right: Expression;
    };

const CONTEXT_PATHS = [
  'Api.Id',
  'Operation.Id',
  'Product.Id',
  'Request.IpAddress',
  'Request.Method',
  'Request.OriginalUrl.Path',
  'Request.OriginalUrl.QueryString',
  'Subscription.Id',
  'Subscription.Key',
  'User.Id',
] as const;
export type ContextPath = (typeof CONTEXT_PATHS)[number];

/** What expressions see of a call. */
export interface PolicyContext {
  readonly values: Readonly<Record<ContextPath, string>>;
  /** Parameters of the operation's template. */
  readonly matched: Readonly<Record<string, string>>;
  readonly nowMs: number;
}

export class ExpressionError extends Error {}

/** Fixed text, or an expression in `@( )`. Throws an ExpressionError for what isn't known here. */
export function parseExpression(text: string): Expression {
  const inner = /^\s*@\((.*)\)\s*$/s.exec(text)?.[1];
  if (inner !== undefined) return new Parser(inner).parse();
  if (text.trimStart().startsWith('@')) throw new ExpressionError(`can't read '${text}'`);
  return { kind: 'text', value: text };
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Expression {
    const expression = this.#comparison();
    if (this.#text.slice(this.#at).trim() !== '') throw this.#error();
    return expression;
  }

  #comparison(): Expression {
    const left = this.#value();
    const operator = this.#take(/\s*(==|!=)/y)?.[1];
    if (operator === undefined) return left;
    return { kind: 'equals', negated: operator === '!=', left, right: this.#value() };
  }

  #value(): Expression {
    if (this.#take(/\s*\(/y)) {
      const inner = this.#comparison();
      this.#need(/\s*\)/y);
      return inner;
    }
    const text = this.#string();
    if (text !== null) return { kind: 'text', value: text };
    const number = this.#take(/\s*(\d+)/y)?.[1];
    if (number !== undefined) return { kind: 'number', value: Number(number) };
    if (this.#take(/\s*int\.Parse\(/y)) {
      const of = this.#comparison();
      this.#need(/\s*\)/y);
      return { kind: 'int', of };
    }
    if (this.#take(/\s*DateTime\.UtcNow\.ToString\(\s*"o"\s*\)/y)) return { kind: 'utc-now' };
    if (this.#take(/\s*new\s+JObject\(/y)) return this.#object();
    return this.#context();
  }

  /** `new JObject(new JProperty("name", value), ...).ToString()` */
  #object(): Expression {
    const fields: [string, Expression][] = [];
    while (!this.#take(/\s*\)\.ToString\(\)/y)) {
      if (fields.length > 0) this.#need(/\s*,/y);
      this.#need(/\s*new\s+JProperty\(/y);
      const name = this.#string();
      if (name === null) throw this.#error();
      this.#need(/\s*,/y);
      fields.push([name, this.#comparison()]);
      this.#need(/\s*\)/y);
    }
    return { kind: 'json', fields };
  }

  #context(): Expression {
    const matched = this.#take(/\s*context\.Request\.MatchedParameters\["([^"]*)"\]/y)?.[1];
    if (matched !== undefined) return { kind: 'matched', name: matched };
    const read = this.#take(/\s*context\??\.([A-Za-z?.]+)/y)?.[1]?.replaceAll('?', '');
    const path = CONTEXT_PATHS.find((one) => one === read);
    if (!path) throw this.#error();
    return { kind: 'context', path };
  }

  #string(): string | null {
    return this.#take(/\s*"((?:[^"\\])*)"/y)?.[1] ?? null;
  }

  #need(pattern: RegExp): void {
    if (!this.#take(pattern)) throw this.#error();
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #error(): ExpressionError {
    return new ExpressionError(`can't read '@(${this.#text})' from position ${this.#at} on`);
  }
}

/** Throws an ExpressionError where C# would throw. */
export function evaluate(
  expression: Expression,
  context: PolicyContext,
): string | number | boolean {
  switch (expression.kind) {
    case 'text':
    case 'number':
      return expression.value;
    case 'context':
      return context.values[expression.path];
    case 'matched': {
      const value = context.matched[expression.name];
      if (value === undefined) throw new ExpressionError(`no parameter '${expression.name}'`);
      return value;
    }
    case 'utc-now':
      return new Date(context.nowMs).toISOString().replace('Z', '0000Z');
    case 'int': {
      const text = `${evaluate(expression.of, context)}`;
      if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new ExpressionError(`'${text}' is no number`);
      return Number(text);
    }
    case 'json': {
      const fields = expression.fields.map(([name, value]) => [name, evaluate(value, context)]);
      return JSON.stringify(Object.fromEntries(fields), null, 2);
    }
    case 'equals': {
      const same = evaluate(expression.left, context) === evaluate(expression.right, context);
      return same !== expression.negated;
    }
    default:
      return expression satisfies never;
  }
}
