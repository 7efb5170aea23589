import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import config from '../../commitlint.config';

const [plugin] = config.plugins;
const isImperative = (subject: string) => plugin?.rules['subject-imperative']({ subject })[0];

test.each([
  'count the last hour',
  'process events once',
  'bring the header into one line',
  'need no second look',
  'pass the clock on',
  'address reviews of the first edition',
])('"%s" is an order', (subject) => {
  expect(isImperative(subject)).toBe(true);
});

test.each([
  'the last hour is counted',
  'a page without a header',
  'counted the last hour',
  'counting the last hour',
  'counts the last hour',
  'no font comes late',
  'rooms by subject',
])('"%s" is none', (subject) => {
  expect(isImperative(subject)).toBe(false);
});

test.each([
  ['fix: count the last hour', 'scope'],
  ['fixed(usage): count the last hour', 'type'],
  [`fix(usage): count ${'the last hour '.repeat(5)}`, '72'],
])('"%s" is refused', (message, why) => {
  const refused = () =>
    execFileSync('node', ['node_modules/@commitlint/cli/cli.js'], {
      input: message,
      stdio: 'pipe',
    });
  try {
    refused();
  } catch (error) {
    expect(String((error as { stdout: Buffer }).stdout)).toContain(why);
    return;
  }
  expect.fail('it was taken');
});
