export interface JsonError {
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
  reason: string;
  lineText: string;
}

/**
 * Where a text stops being JSON, or null when it is JSON. The engine's own message names a position for some mistakes and
 * nothing for others, in words that change between releases.
 */
export function findJsonError(text: string): JsonError | null {
  try {
    const scan = new Scan(text);
    scan.value();
    scan.space();
    if (scan.at < text.length) throw new Stop(scan.at, 'nothing after the end of the list');
    return null;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.at).split('\n');
    const line = before.length;
    return {
      line,
      column: (before.at(-1) ?? '').length + 1,
      reason: error.reason,
      lineText: (text.split('\n')[line - 1] ?? '').replace(/\r$/, ''),
    };
  }
}

class Stop extends Error {
  constructor(
    readonly at: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}

const WORD = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/uy;

class Scan {
  at = 0;
  constructor(private readonly text: string) {}

  space(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at += 1;
    if (this.text[this.at] === '/' || this.text[this.at] === '#') {
      throw new Stop(this.at, 'no comment: JSON has none, remove it');
    }
  }

  value(): void {
    this.space();
    const first = this.text[this.at];
    if (first === '{') this.members('}', () => this.member());
    else if (first === '[') this.members(']', () => this.value());
    else if (first === '"') this.string();
    else if (!this.take(WORD)) {
      throw new Stop(this.at, first === undefined ? END : `a value, found ${shown(first)}`);
    }
  }

  private member(): void {
    this.space();
    const first = this.text[this.at];
    if (first !== '"') {
      const found = first === undefined ? END : `a key in double quotes, found ${shown(first)}`;
      throw new Stop(this.at, found);
    }
    this.string();
    this.space();
    if (this.text[this.at] !== ':') throw new Stop(this.at, 'a ":" after the key');
    this.at += 1;
    this.value();
  }

  private members(close: '}' | ']', one: () => void): void {
    this.at += 1;
    this.space();
    if (this.text[this.at] === close) {
      this.at += 1;
      return;
    }
    for (;;) {
      one();
      this.space();
      const next = this.text[this.at];
      if (next === close) {
        this.at += 1;
        return;
      }
      if (next !== ',') {
        throw new Stop(
          this.at,
          next === undefined ? END : `a "," or "${close}" before ${shown(next)}`,
        );
      }
      const comma = this.at;
      this.at += 1;
      this.space();
      if (this.text[this.at] === close) {
        throw new Stop(comma, `no "," before the closing "${close}"`);
      }
    }
  }

  private string(): void {
    if (this.take(STRING)) return;
    throw new Stop(
      this.at,
      'a text in double quotes that ends on its own line, with \\ before " and \\',
    );
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (!found) return false;
    this.at += found.length;
    return true;
  }
}

const END = 'more: the file ends before everything that was opened is closed';

function shown(character: string): string {
  if (character === "'") return 'a single quote: JSON has double ones only';
  return JSON.stringify(character);
}
