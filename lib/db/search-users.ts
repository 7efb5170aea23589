import type { PrismaClient } from './generated/client';

/**
 * The people whose name or address contains this text, with any characters between its words; for one or two
 * characters, those with a word that begins with it. At most `most`, in no order. Answered by the index on
 * `search_runs` alone.
 */
export async function searchUsers(
  db: PrismaClient,
  search: string,
  most: number,
): Promise<string[]> {
  const part = partOf(search);
  if (part === null) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "User"
    WHERE search_runs(' ' || search_text("email") || ' ' || search_text("name")) @> search_runs(search_text(${part}))
      AND position(search_text(${part}) IN ' ' || search_text("email") || ' ' || search_text("name")) > 0
    LIMIT ${most}`;
  return rows.map(({ id }) => id);
}

/** The same question for one person who was read already. */
export function matcherOf(search: string): (who: { email: string; name: string }) => boolean {
  const part = partOf(search);
  if (part === null) return () => false;
  return ({ email, name }) => ` ${wordsOf(email)} ${wordsOf(name)}`.includes(part);
}

function partOf(search: string): string | null {
  const words = wordsOf(search);
  const bare = words.trim();
  if (bare === '') return null;
  return bare.length < 3 ? ` ${bare}` : words;
}

/** The same as the database's `search_text`. */
function wordsOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
}
