// The container's entry: migrates the database first with MIGRATE_ON_START=on, then becomes the
// server. Any number of replicas may start at once: migrations queue on a lock in the database.
import { spawnSync } from 'node:child_process';

if (process.env.MIGRATE_ON_START === 'on') {
  const { status } = spawnSync(process.execPath, ['migrate.mjs'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
await import('./server.js');
