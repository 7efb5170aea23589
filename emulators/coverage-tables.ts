/** `npm run coverage`: writes what each emulator answers into the READMEs, from its routes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { coverageTable, overviewTable, withCoverage } from './core/coverage-table';
import { coverageByVendor } from './coverage';

const vendors = coverageByVendor();

for (const [vendor, { rows }] of Object.entries(vendors)) {
  write(`./${vendor}/README.md`, coverageTable(rows));
}
write('./README.md', overviewTable(Object.values(vendors)));

function write(path: string, table: string): void {
  const readme = new URL(path, import.meta.url);
  writeFileSync(readme, withCoverage(readFileSync(readme, 'utf8'), table));
}
