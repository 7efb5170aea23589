import { type Expression, ExpressionError, parseExpression } from './expression';
import type { PolicyProblem } from './policy';
import type { PolicyElement } from './policy-xml';

/** Reads one policy element; everything wrong or left over becomes a problem. */
export class PolicyAttributes {
  readonly #element: PolicyElement;
  readonly #attributes: ReadonlyMap<string, string>;
  readonly #used = new Set<string>();
  readonly #problems: PolicyProblem[];

  constructor(element: PolicyElement, problems: PolicyProblem[]) {
    this.#element = element;
    this.#attributes = new Map(Object.entries(element.attributes));
    this.#problems = problems;
  }

  text(name: string): string | null {
    this.#used.add(name);
    return this.#attributes.get(name) ?? null;
  }

  /** A whole number. Expressions aren't allowed in it, as they aren't in Azure. */
  number(name: string, bounds: { min: number; max?: number }): number | null {
    const text = this.text(name);
    if (text === null) return null;
    const value = Number(text);
    const fits = /^\d+$/.test(text) && value >= bounds.min && value <= (bounds.max ?? value);
    if (fits) return value;
    const range =
      bounds.max === undefined ? `${bounds.min} or more` : `${bounds.min}-${bounds.max}`;
    this.problem(`the '${name}' attribute must be a whole number, ${range}; it is '${text}'.`);
    return null;
  }

  required<T>(name: string, value: T | null): T | null {
    if (!this.#attributes.has(name)) this.problem(`required attribute '${name}' is missing.`);
    return value;
  }

  expression(name: string): Expression | null {
    const text = this.required(name, this.text(name));
    return text === null ? null : this.read(text);
  }

  read(text: string): Expression | null {
    try {
      return parseExpression(text);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.problem(`the emulator ${error.message}.`);
      return null;
    }
  }

  instant(name: string): number | null {
    const text = this.text(name);
    if (text === null) return null;
    const ms = Date.parse(text);
    if (!Number.isNaN(ms)) return ms;
    this.problem(`the '${name}' attribute must be a time in ISO 8601; it is '${text}'.`);
    return null;
  }

  /** Call it last. */
  refuseOthers(): void {
    for (const name of this.#attributes.keys()) {
      if (this.#used.has(name)) continue;
      this.problem(`the '${name}' attribute is not declared or supported.`);
    }
  }

  problem(message: string): void {
    const { name: target, place } = this.#element;
    const said = `Error in element '${target}' on ${place}: ${message}`;
    this.#problems.push({ target, message: said });
  }
}
