import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv as parseFile } from 'node:util';
import { describe, expect, it } from 'vitest';
import { EnvError, parseEnv } from './env';

const text = readFileSync(fileURLToPath(new URL('../../../.env.example', import.meta.url)), 'utf8');
const lines = text.split('\n');
/** The text with one line changed. */
const withLine = (index: number, line: string) => lines.with(index, line).join('\n');
const commented = lines.flatMap((line, index) => {
  const setting = /^# ([A-Z][A-Z_]+=.*)$/.exec(line)?.[1];
  return setting === undefined ? [] : [{ index, setting }];
});
const given = lines.flatMap((line, index) => {
  const [, name] = /^([A-Z][A-Z_]+)=.+$/.exec(line) ?? [];
  return name === undefined ? [] : [{ index, name }];
});

/** What a start with this file says. */
function problemsOf(file: string): readonly string[] {
  try {
    parseEnv({ NODE_ENV: 'production', ...parseFile(file) });
    return [];
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
}

describe('the file of examples', () => {
  it('starts as it is, with no group configured', () => {
    const env = parseEnv({ NODE_ENV: 'production', ...parseFile(text) });
    expect(env).toMatchObject({ stripe: null, apim: null });
  });

  it('is what a start without any settings is', () => {
    const written = parseEnv({ NODE_ENV: 'production', ...parseFile(text) });
    expect(written).toEqual(parseEnv({ NODE_ENV: 'production' }));
  });

  it.each(commented)('with $setting starts, or says what else is needed', ({ index, setting }) => {
    for (const problem of problemsOf(withLine(index, setting))) {
      expect(problem).toMatch(
        /^[A-Z][A-Z_]+( is missing \(.+\)\.| is \S+ (but|and) [A-Z_]+ is not set: .+)/,
      );
    }
  });

  it.each(given)('without $name starts as well', ({ index }) => {
    expect(problemsOf(withLine(index, ''))).toEqual([]);
  });
});

describe('a group of which one thing is said', () => {
  it.each([
    ['USAGE_SOURCE', 'log-analytics', 'AZURE_SUBSCRIPTION_ID is missing'],
    ['USAGE_COUNTS', 'all', 'AZURE_SUBSCRIPTION_ID is missing'],
    ['APIM_DELEGATE_SIGN_IN', 'off', 'AZURE_SUBSCRIPTION_ID is missing'],
    ['STRIPE_API_BASE', 'http://127.0.0.1:4242', 'STRIPE_SECRET_KEY is missing'],
  ])('names what is missing: %s=%s', (name, value, problem) => {
    expect(problemsOf(`${name}=${value}`).join('\n')).toContain(problem);
  });

  it.each([
    ['USAGE_SOURCE', 'reports'],
    ['USAGE_COUNTS', 'successful'],
    ['APIM_DELEGATE_SIGN_IN', 'on'],
    ['APIM_ARM_ENDPOINT', 'https://management.azure.com'],
    ['LOG_ANALYTICS_ENDPOINT', 'https://api.loganalytics.io'],
  ])('is absent when that is the rule anyway: %s=%s', (name, value) => {
    expect(problemsOf(`${name}=${value}`)).toEqual([]);
  });
});
