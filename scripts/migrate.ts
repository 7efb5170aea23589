/** `npm run db:migrate`: applies prisma/migrations to DATABASE_URL, or to the database in DATA_DIR. */
import { existsSync } from 'node:fs';
import { type MigrationTarget, migrate } from '../lib/db/migrate';

// As the application does: what it reads and what is migrated must be one database.
if (existsSync('.env')) process.loadEnvFile('.env');

const databaseUrl = process.env.DATABASE_URL;
const target: MigrationTarget = databaseUrl
  ? { kind: 'server', databaseUrl }
  : { kind: 'embedded', dataDir: process.env.DATA_DIR || '.data' };

try {
  const { applied, newer } = await migrate(target);
  for (const name of applied) console.log(`applied ${name}`);
  for (const name of newer) console.log(`${name} is of a newer release than this one`);
  if (applied.length + newer.length === 0) console.log('the database is at the newest migration');
  // The engine leaves a timer of ten seconds behind, the limit of its wait for a lock.
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
