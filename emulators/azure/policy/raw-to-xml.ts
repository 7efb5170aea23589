/**
 * Turns a policy document in the format `rawxml` into XML. In it expressions may hold quotes and angle brackets
 * as C# has them: `condition="@(context.User.Id == "u1")"`. They are escaped in place; all else stays as it is,
 * on the same lines.
 */
export function rawToXml(text: string): string {
  let xml = '';
  let at = 0;
  for (;;) {
    const start = nextExpression(text, at);
    if (start === null) return xml + text.slice(at);
    const end = endOfExpression(text, start.from + 1);
    if (end === null) return xml + text.slice(at);
    xml += text.slice(at, start.from) + escaped(text.slice(start.from, end), start.quote);
    at = end;
  }
}

/** The position of the next `@(` or `@{` that is the whole of an attribute or of an element's text. */
function nextExpression(text: string, from: number): { from: number; quote: string } | null {
  const opening = /(["'>])(\s*)@[({]/g;
  opening.lastIndex = from;
  const match = opening.exec(text);
  if (!match) return null;
  const [whole, quote = ''] = match;
  return { from: match.index + whole.length - 2, quote };
}

/** Behind the bracket that closes the expression; brackets in C# strings and characters don't count. */
function endOfExpression(text: string, bracketAt: number): number | null {
  let depth = 0;
  for (let at = bracketAt; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"' || char === "'") {
      at = endOfString(text, at, char);
    } else if (char === '(' || char === '{' || char === '[') depth += 1;
    else if (char === ')' || char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function endOfString(text: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < text.length && text[at] !== quote) at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** What is an entity already stays one. */
function escaped(expression: string, quote: string): string {
  const safe = expression
    .replace(/&(?!(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi, '&amp;')
    .replaceAll('<', '&lt;');
  if (quote === '"') return safe.replaceAll('"', '&quot;');
  return quote === "'" ? safe.replaceAll("'", '&apos;') : safe;
}
