import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageTable } from './coverage';

const README = new URL('./README.md', import.meta.url);
const TABLE = /(?<=<!-- coverage -->\n)[\s\S]*?(?=<!-- \/coverage -->)/;

describe("the README's table", () => {
  it('says what the routes do (UPDATE_README=1 writes it)', () => {
    const text = readFileSync(README, 'utf8');
    if (process.env.UPDATE_README)
      writeFileSync(README, text.replace(TABLE, `${coverageTable()}\n`));
    expect(TABLE.exec(readFileSync(README, 'utf8'))?.[0]).toBe(`${coverageTable()}\n`);
  });
});
