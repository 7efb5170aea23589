import type { PrismaClient } from '../../lib/db/generated/client';

/** They say nothing about what was sold, and a message is longer than everything else of its owner. */
const LEFT_OUT = ['_prisma_migrations', 'MailMessage', 'Throttle', 'VerificationToken'];

/** Writes down every row as SQL that a database with the same tables takes, each table after those that it refers to. */
export async function dumpRows(db: PrismaClient): Promise<string> {
  const lines: string[] = [];
  for (const table of await tablesInOrder(db)) {
    const columns = await columnsOf(db, table);
    const values = columns.map((column) => `quote_nullable("${column}"::text)`).join(', ');
    const rows = await db.$queryRawUnsafe<{ row: string }[]>(
      `SELECT concat_ws(', ', ${values}) AS "row" FROM "${table}" ORDER BY 1`,
    );
    const names = columns.map((column) => `"${column}"`).join(', ');
    for (const { row } of rows) lines.push(`INSERT INTO "${table}" (${names}) VALUES (${row});`);
  }
  return `${lines.join('\n')}\n`;
}

async function tablesInOrder(db: PrismaClient): Promise<string[]> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT "table_name"::text AS "name" FROM information_schema.tables
    WHERE "table_schema" = 'public' ORDER BY 1`;
  const references = await db.$queryRaw<{ from: string; to: string }[]>`
    SELECT c.relname::text AS "from", t.relname::text AS "to" FROM pg_constraint
    JOIN pg_class c ON c.oid = conrelid JOIN pg_class t ON t.oid = confrelid WHERE contype = 'f'`;
  const left = new Set(tables.flatMap(({ name }) => (LEFT_OUT.includes(name) ? [] : [name])));
  const ordered: string[] = [];
  while (left.size > 0) {
    const free = [...left].filter((name) =>
      references.every(({ from, to }) => from !== name || to === name || !left.has(to)),
    );
    if (free.length === 0) throw new Error(`Tables refer to each other: ${[...left].join(', ')}`);
    for (const name of free) left.delete(name);
    ordered.push(...free);
  }
  return ordered;
}

async function columnsOf(db: PrismaClient, table: string): Promise<string[]> {
  const columns = await db.$queryRaw<{ name: string }[]>`
    SELECT "column_name"::text AS "name" FROM information_schema.columns
    WHERE "table_schema" = 'public' AND "table_name" = ${table}
      AND "is_generated" = 'NEVER' ORDER BY ordinal_position`;
  return columns.map(({ name }) => name);
}
