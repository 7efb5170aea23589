import fc from 'fast-check';
import { expect, test } from 'vitest';
import { variantOf } from './variant';

const names = { theme: 'theme', session: 'tollgate.session' };

function asked(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return variantOf({ method, url, header: (name) => headers[name] }, names);
}

test('of a visitor, only the choice of colors and that there is a session make a difference', () => {
  expect(asked('/')).toEqual({ key: '/ ', address: '/', cookie: '', hasSession: false });
  expect(asked('/pricing', { cookie: 'theme=dark; tollgate.session=abc.def' })).toEqual({
    key: '/pricing theme=dark; tollgate.session=some',
    address: '/pricing',
    cookie: 'theme=dark; tollgate.session=some',
    hasSession: true,
  });
  expect(asked('/', { cookie: 'theme=pink; other=1; tollgate.session=' })?.cookie).toBe('');
  expect(asked('/', { cookie: 'theme=dark; theme=light' })?.cookie).toBe('theme=light');
});

test('no header changes what is kept', () => {
  const plain = asked('/pricing?calls=1000');
  const header = fc.constantFrom(
    'host',
    'x-forwarded-host',
    'x-forwarded-proto',
    'accept-language',
  );
  fc.assert(
    fc.property(header, fc.string(), (name, value) => {
      expect(asked('/pricing?calls=1000', { [name]: value })).toEqual(plain);
    }),
    { seed: 1 },
  );
});

test('whatever cookies are sent, a page has at most six forms', () => {
  const keys = new Set<string>();
  const value = fc.oneof(fc.constantFrom('light', 'dark', ''), fc.string());
  fc.assert(
    fc.property(value, value, fc.string(), (theme, session, rest) => {
      const cookie = `${rest}; theme=${theme}; tollgate.session=${session}`;
      keys.add(asked('/', { cookie })?.key ?? '');
      expect(keys.size).toBeLessThanOrEqual(6);
    }),
    { numRuns: 500, seed: 1 },
  );
});

test('forms that are sent, data for scripts and our own rendering go to the framework', () => {
  expect(asked('/', {}, 'POST')).toBeNull();
  expect(asked('/', {}, 'OPTIONS')).toBeNull();
  expect(asked('/', { rsc: '1' })).toBeNull();
  expect(asked('/?_rsc=abc')).toBeNull();
  expect(asked('/', { 'next-action': 'x' })).toBeNull();
  expect(asked('/', { 'x-tollgate-render': 'guess' })).toBeNull();
  expect(asked('http://elsewhere.example/')).toBeNull();
  expect(asked('/', {}, 'HEAD')?.key).toBe('/ ');
});
