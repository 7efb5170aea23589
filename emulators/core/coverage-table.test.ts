import { describe, expect, it } from 'vitest';
import {
  type Covered,
  coverageIn,
  coverageTable,
  overviewTable,
  withCoverage,
} from './coverage-table';

const row: Covered = {
  method: 'GET',
  path: '/v1/things/:id',
  operation: 'retrieve thing',
  fidelity: 'exact',
  leftOut: 'a|b',
  apiVersion: '2026-10-28',
};

describe('the table of what an emulator answers', () => {
  it('has a line for each operation, and no cell breaks out of it', () => {
    expect(coverageTable([row]).split('\n')).toEqual([
      '| Method | Path | Operation | Fidelity | Left out | API version |',
      '| --- | --- | --- | --- | --- | --- |',
      '| GET | `/v1/things/:id` | retrieve thing | exact | a\\|b | 2026-10-28 |',
      '',
    ]);
  });

  it('is summed up by the resource that comes first in an address', () => {
    const list: Covered = { ...row, path: '/v1/things', fidelity: 'approximate' };
    const other: Covered = { ...row, path: '/{apiPath}' };
    expect(overviewTable([{ name: 'Things', rows: [row, list, other] }]).split('\n')[2]).toBe(
      '| Things | 3 | 1 | `things` 2, `/` 1 |',
    );
  });

  it('is written between its marks and nowhere else', () => {
    const table = coverageTable([{ ...row, leftOut: '$& stays' }]);
    const readme = withCoverage('# A\n<!-- coverage -->\nold\n<!-- /coverage -->\nrest\n', table);
    expect(readme).toBe(`# A\n<!-- coverage -->\n${table}<!-- /coverage -->\nrest\n`);
    expect(coverageIn(readme)).toBe(table);
    expect(() => withCoverage('# A', table)).toThrow('<!-- coverage -->');
  });
});
