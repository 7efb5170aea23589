import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageIn, coverageTable } from '../core/coverage-table';
import { coverage } from './coverage';

describe("the README's table", () => {
  it('says what the routes do (npm run coverage writes it)', () => {
    const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
    expect(coverageIn(readme)).toBe(coverageTable(coverage()));
  });

  it('calls nothing approximate that Tollgate uses', () => {
    const approximate = coverage().filter(({ fidelity }) => fidelity !== 'exact');
    expect(approximate.map(({ operation }) => operation)).toEqual([
      'apiManagementService.get',
      'reports.listByRequest',
    ]);
  });
});
