/** `npm run coverage`: writes what each emulator answers into its README, from its routes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { coverage as azure } from './azure/coverage';
import { coverageTable, withCoverage } from './core/coverage-table';
import { coverage as stripe } from './stripe/coverage';

const vendors = { azure, stripe };

for (const [vendor, rows] of Object.entries(vendors)) {
  const readme = new URL(`./${vendor}/README.md`, import.meta.url);
  writeFileSync(readme, withCoverage(readFileSync(readme, 'utf8'), coverageTable(rows())));
}
