/** `npm run db:new -- <name>`: writes the migration that leads to the schema as it is now. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaDrift } from '../lib/db/migration-diff';
import { defaultMigrationsDir } from '../lib/db/migrations-folder';

const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run db:new -- <name>     lower case, words joined by _');
  process.exit(2);
}

const sql = await schemaDrift('sql');
if (sql === null) {
  console.log('The migrations already lead to prisma/schema.prisma: nothing to write.');
} else {
  const folder = join(defaultMigrationsDir, `${timestamp(new Date())}_${name}`);
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'migration.sql');
  await writeFile(file, sql);
  await writeFile(
    join(defaultMigrationsDir, 'migration_lock.toml'),
    '# Kept in version control: the migrations\' dialect.\nprovider = "postgresql"\n',
  );
  console.log(`Wrote ${file}. Read it before you commit it: a rename comes out as drop and add.`);
}
// The engine leaves a timer of ten seconds behind, the limit of its wait for a lock.
process.exit(0);

// 20261123141500: sorts as text, and Prisma's own command line names folders the same way.
function timestamp(now: Date): string {
  return now.toISOString().replaceAll(/\D/g, '').slice(0, 14);
}
