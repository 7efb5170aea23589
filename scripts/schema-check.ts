/** `npm run db:check`: fails when prisma/schema.prisma and prisma/migrations disagree. */
import { schemaDrift } from '../lib/db/migration-diff';

const drift = await schemaDrift('summary');
if (drift === null) {
  console.log('prisma/schema.prisma and prisma/migrations agree.');
  // The engine leaves a timer of ten seconds behind, the limit of its wait for a lock.
  process.exit(0);
} else {
  console.error('prisma/schema.prisma has changes that no migration makes:\n');
  console.error(drift.trim());
  console.error('\nWrite one with: npm run db:new -- <name>');
  process.exit(1);
}
