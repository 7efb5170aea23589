import { expect, test } from 'vitest';
import { demoMode, devMode, hostProblem, parseDemoOptions, usageOf } from './options';

test('the demo starts, starts over, or runs the catalog program; anything else is asked back', () => {
  const parse = (...args: string[]) => parseDemoOptions(args, demoMode);
  expect(parse()).toEqual({ kind: 'start', reset: false, host: null });
  expect(parse('--reset')).toEqual({ kind: 'start', reset: true, host: null });
  expect(parse('catalog', 'apply', '--allow-price-change')).toEqual({
    kind: 'catalog',
    args: ['apply', '--allow-price-change'],
  });
  expect(parse('catalog')).toBeNull();
  expect(parse('--rest')).toBeNull();
  expect(parse('more')).toBeNull();
});

test('a demo is opened to other machines under a name; the development server never is', () => {
  const args = ['--host', 'laptop.local', '--reset'];
  const opened = { kind: 'start', reset: true, host: 'laptop.local' };
  expect(parseDemoOptions(args, demoMode)).toEqual(opened);
  expect(parseDemoOptions(['--host'], demoMode)).toBeNull();
  expect(parseDemoOptions(args, devMode)).toBeNull();
  expect(usageOf(demoMode)).toContain('--host NAME');
  expect(usageOf(devMode)).not.toContain('--host');
});

test.each(['192.168.1.20', '10.0.0.4', 'laptop.local', 'laptop'])(
  'a demo may be opened as %s',
  (host) => expect(hostProblem(host)).toBeNull(),
);

test.each([
  'shop.example.com',
  '203.0.113.7',
  '192.168.1.20:3000',
  'http://laptop',
  'a@b',
  'fd00::20',
  '',
])('a demo may not be opened as "%s"', (host) => expect(hostProblem(host)).toContain('--host'));
