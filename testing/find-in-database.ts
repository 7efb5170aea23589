import type { PrismaClient } from '../lib/db/generated/client';

/** The tables that contain a text in any column of any row, whatever its case. */
export async function tablesWith(db: PrismaClient, text: string): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  if (tables.length < 10) throw new Error('The tables were not found.');
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM "${name}" AS t WHERE strpos(lower(row_to_json(t)::text), lower($1)) > 0`,
      text,
    );
    if ((rows[0]?.count ?? 0) > 0) found.push(name);
  }
  return found;
}
