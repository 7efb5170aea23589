import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
/** Where tests have a database, which is PGlite or PostgreSQL; `freshDatabase` fails in others. */
const withDatabase = ['lib/{db,mail,server,use-cases}/**', 'infra/**'].map(
  (folder) => `${folder}/*.integration.test.ts`,
);
const elsewhere = ['**/node_modules/**', '.next/**', '.data/**', 'e2e/**'];
// Databases are made and emulators started: a second each, or half a minute on a machine that has other things to do.
// Each process keeps what it has loaded: loading it again for every file took a quarter of their time.
const patient = { testTimeout: 120_000, hookTimeout: 120_000, isolate: false };
const shared = {
  setupFiles: ['scripts/vitest/quiet-console.ts'],
  restoreMocks: true,
  // Dates are UTC in the product; a developer's own zone must not make a test pass or fail.
  env: { TZ: 'UTC' },
};

export default defineConfig({
  resolve: { alias: { '@': root.replace(/[/\\]$/, '') } },
  test: {
    passWithNoTests: true,
    // Two processes: the machines that run this have two cores, and each loads PGlite or the emulators.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...elsewhere, '**/*.integration.test.ts'],
          // Properties try hundreds of cases; a busy machine needs a while for them.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'integration',
          include: withDatabase,
          exclude: elsewhere,
          globalSetup: ['scripts/vitest/database-template.ts'],
          ...patient,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          // Emulators, adapters and provisioning over HTTP: the same on whatever database.
          name: 'vendors',
          include: ['**/*.integration.test.ts'],
          exclude: [...elsewhere, ...withDatabase],
          globalSetup: ['scripts/vitest/compiled-emulators.ts'],
          ...patient,
        },
      },
    ],
  },
});
