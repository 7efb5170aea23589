import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asNext, portalReturnPath, safeReturnPath } from './return-path';

describe('a path to return to', () => {
  test.each([
    ['/', '/'],
    ['/products/basic?tab=1#keys', '/products/basic?tab=1#keys'],
    ['/a/../b', '/b'],
    ['/a b', '/a%20b'],
    ['/prüfung', '/pr%C3%BCfung'],
    ['/x?returnUrl=https://evil.example', '/x?returnUrl=https://evil.example'],
    ['/@evil.example', '/@evil.example'],
    ['/%2f%2fevil.example', '/%2f%2fevil.example'],
    ['/%09/evil.example', '/%09/evil.example'],
  ])('%s is kept as %s', (path, kept) => {
    expect(safeReturnPath(path)).toBe(kept);
  });

  test.each([
    '',
    'products',
    './a',
    '?a',
    '#a',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/a\\..\\..\\evil',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    ' /a',
    '/a\r\nSet-Cookie: x=y',
    '/a\u0000',
    '/a\u007f',
    '/a\u2028b',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    'https://evil.example/',
    'https:/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    `/${'a'.repeat(2000)}`,
  ])('%j is refused', (path) => {
    expect(safeReturnPath(path)).toBeNull();
  });

  test('whatever is kept stays on the origin that it is put on, however often it is resolved', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%5c',
      '@',
      ':',
      '?',
      '#',
      'a',
      'evil.example',
      '\t',
      '\n',
      ' ',
      '//',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const kept = safeReturnPath(`/${pieces.join('')}`);
        if (kept === null) return;
        expect(new URL(kept, 'https://portal.example').origin).toBe('https://portal.example');
        expect(kept.startsWith('//')).toBe(false);
        expect(safeReturnPath(kept)).toBe(kept);
      }),
      { seed: 20_261_128, numRuns: 2000 },
    );
  });
});

describe('a page of the portal to return to', () => {
  const portal = 'https://portal.example';

  test.each([
    ['', '/'],
    ['/', '/'],
    ['/products/basic?tab=1#keys', '/products/basic?tab=1#keys'],
    ['https://portal.example', '/'],
    ['https://portal.example/products/basic?tab=1#keys', '/products/basic?tab=1#keys'],
    ['HTTPS://PORTAL.EXAMPLE:443/products', '/products'],
  ])('%s is %s', (given, path) => {
    expect(portalReturnPath(given, portal)).toBe(path);
    expect(portalReturnPath(given, `${portal}/`)).toBe(path);
  });

  test.each([
    'https://evil.example/products',
    'http://portal.example/products',
    'https://portal.example:8443/products',
    'https://portal.example.evil.example/products',
    'https://portal.example@evil.example/products',
    'https://ada@portal.example/products',
    'https://portal.example//evil.example',
    'https://portal.example/.//evil.example',
    'https:\\\\portal.example\\products',
    'https://portal.example/\t/evil.example',
    '//portal.example/products',
    'javascript:alert(1)',
    'blob:https://portal.example/x',
  ])('%j is the start page', (given) => {
    expect(portalReturnPath(given, portal)).toBe('/');
  });
});

describe('the address to come back to, as a parameter', () => {
  test.each([
    ['/account?from=2026-01-01&a=b', '%2Faccount%3Ffrom%3D2026-01-01%26a%3Db'],
    [`/account/subscriptions/${'é'.repeat(12_000)}`, '%2Faccount'],
    ['//evil.example', '%2Faccount'],
  ])('%.40s becomes %s', (path, value) => {
    expect(asNext(path)).toBe(value);
  });
});
