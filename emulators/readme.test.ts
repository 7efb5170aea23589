import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageIn, overviewTable } from './core/coverage-table';
import { coverageByVendor } from './coverage';

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');

describe('the README of the package', () => {
  it('counts the operations that there are (npm run coverage writes it)', () => {
    expect(coverageIn(readme)).toBe(overviewTable(Object.values(coverageByVendor())));
  });

  it('names every setting that the program reads, and no other', () => {
    const sources = ['core/settings.ts', 'azure/azure-settings.ts'].map((file) =>
      readFileSync(new URL(file, import.meta.url), 'utf8'),
    );
    const azureReadme = readFileSync(new URL('azure/README.md', import.meta.url), 'utf8');
    const namesIn = (...texts: string[]) =>
      new Set(texts.flatMap((text) => text.match(/EMULATOR_[A-Z]+(_[A-Z]+)*/g) ?? []));
    expect([...namesIn(readme, azureReadme)].toSorted()).toEqual(
      [...namesIn(...sources)].toSorted(),
    );
  });
});
