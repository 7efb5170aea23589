import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DelegationOutcome, parseDelegation, stringsToSign } from './delegation';

const seal = { salt: 'c2FsdC1zYWx0LXNhbHQ=', sig: 'abc+/123==' };

function parse(parameters: Record<string, string>): DelegationOutcome {
  return parseDelegation(new URLSearchParams({ ...seal, ...parameters }));
}

function signed(parameters: Record<string, string>): string[] {
  const outcome = parse(parameters);
  return outcome.kind === 'ok' ? stringsToSign(outcome.request) : [];
}

const sealed = { salt: seal.salt, signature: seal.sig };

describe('the operations', () => {
  test.each<[Record<string, string>, object]>([
    [
      { operation: 'SignIn', returnUrl: '/' },
      { operation: 'SignIn', returnUrl: '/' },
    ],
    [
      { operation: 'SignUp', returnUrl: '' },
      { operation: 'SignUp', returnUrl: '' },
    ],
    [
      { operation: 'SignOut', userId: 'u1' },
      { operation: 'SignOut', userId: 'u1' },
    ],
    [
      { operation: 'ChangePassword', userId: 'u1' },
      { operation: 'ChangePassword', userId: 'u1' },
    ],
    [
      { operation: 'ChangeProfile', userId: 'u1' },
      { operation: 'ChangeProfile', userId: 'u1' },
    ],
    [
      { operation: 'CloseAccount', userId: '1' },
      { operation: 'CloseAccount', userId: '1' },
    ],
    [
      { operation: 'Subscribe', productId: 'basic', userId: 'u1' },
      { operation: 'Subscribe', productId: 'basic', userId: 'u1' },
    ],
    [
      { operation: 'Unsubscribe', subscriptionId: 's1' },
      { operation: 'Unsubscribe', subscriptionId: 's1', userId: null },
    ],
    [
      { operation: 'Unsubscribe', subscriptionId: 's1', userId: 'u1' },
      { operation: 'Unsubscribe', subscriptionId: 's1', userId: 'u1' },
    ],
    [
      { operation: 'Renew', subscriptionId: 's1' },
      { operation: 'Renew', subscriptionId: 's1' },
    ],
    [
      { operation: 'RenewSubscription', subscriptionId: 's1' },
      { operation: 'Renew', subscriptionId: 's1' },
    ],
  ])('%o', (parameters, request) => {
    expect(parse(parameters)).toEqual({ kind: 'ok', request: { ...request, ...sealed } });
  });

  test('an unknown one is distinguished from a damaged link', () => {
    for (const operation of ['Approve', 'signin', 'constructor']) {
      expect(parse({ operation })).toEqual({ kind: 'unknown-operation', operation });
    }
  });

  test('what is not asked for is left out', () => {
    expect(parse({ operation: 'SignOut', userId: 'u1', productId: '../x', state: 'y' })).toEqual({
      kind: 'ok',
      request: { operation: 'SignOut', userId: 'u1', ...sealed },
    });
  });
});

describe('what was signed', () => {
  const s = seal.salt;
  test('the documented text comes first, known deviations after it', () => {
    expect(signed({ operation: 'SignIn', returnUrl: '/a?b=c d' })).toEqual([`${s}\n/a?b=c d`]);
    expect(signed({ operation: 'SignOut', userId: 'u1' })).toEqual([`${s}\nu1`]);
    expect(signed({ operation: 'ChangePassword', userId: 'u1' })).toEqual([`${s}\nu1`]);
    expect(signed({ operation: 'CloseAccount', userId: 'u1' })).toEqual([`${s}\nu1`]);
    expect(signed({ operation: 'ChangeProfile', userId: 'u1' })).toEqual([`${s}\nu1`, s]);
    expect(signed({ operation: 'Subscribe', productId: 'basic', userId: 'u1' })).toEqual([
      `${s}\nbasic\nu1`,
      `${s}\nu1\nbasic`,
    ]);
    expect(signed({ operation: 'Unsubscribe', subscriptionId: 's1', userId: 'u1' })).toEqual([
      `${s}\ns1`,
    ]);
    expect(signed({ operation: 'Renew', subscriptionId: 's1' })).toEqual([`${s}\ns1`]);
  });

  test('no value brings a line break of its own', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u2028', '\u0085') }),
    );
    fc.assert(
      fc.property(text, text, text, (salt, productId, userId) => {
        const texts = signed({ operation: 'Subscribe', salt, productId, userId });
        for (const each of texts) expect(each.split(/[\n\r\u2028\u2029\u0085]/)).toHaveLength(3);
      }),
      { seed: 20_261_127, numRuns: 500 },
    );
  });
});

describe('damaged links', () => {
  test.each([
    ['operation', { userId: 'u1' }],
    ['returnUrl', { operation: 'SignIn' }],
    ['userId', { operation: 'SignOut' }],
    ['productId', { operation: 'Subscribe', userId: 'u1' }],
    ['userId', { operation: 'Subscribe', productId: 'basic' }],
    ['subscriptionId', { operation: 'Unsubscribe', userId: 'u1' }],
    ['salt', { operation: 'SignOut', userId: 'u1', salt: '' }],
    ['sig', { operation: 'SignOut', userId: 'u1', sig: '' }],
  ])('without %s: %o', (parameter, parameters) => {
    expect(parse(parameters)).toMatchObject({ kind: 'invalid', parameter });
  });

  test('without a seal', () => {
    const unsealed = [['operation', 'SignOut'] as const, ['userId', 'u1'] as const];
    expect(parseDelegation(unsealed)).toEqual({
      kind: 'invalid',
      parameter: 'salt',
      expected: 'base64; it is missing',
    });
  });

  test.each(['', ' ', 'a b', 'a\nb', 'a/b', '../a', 'a?b', 'a&b', 'a%2e', '..', 'x'.repeat(81)])(
    'the id %j',
    (userId) => {
      expect(parse({ operation: 'SignOut', userId })).toMatchObject({
        kind: 'invalid',
        parameter: 'userId',
      });
    },
  );

  test.each(['jane.doe', '{5F7F}', 'jane@contoso.com', "o'brien", 'ä', '-a', 'a-'])(
    'the user %j is none: API Management takes such ids',
    (userId) => {
      expect(parse({ operation: 'SignOut', userId })).toMatchObject({
        kind: 'ok',
        request: { userId },
      });
    },
  );

  test.each(['/a\nb', '/a\u0000', '/a\u2028b', `/${'x'.repeat(2000)}`])(
    'the returnUrl %j',
    (returnUrl) => {
      expect(parse({ operation: 'SignIn', returnUrl })).toMatchObject({
        kind: 'invalid',
        parameter: 'returnUrl',
      });
    },
  );

  test('a parameter that is there twice', () => {
    const query = new URLSearchParams({ ...seal, operation: 'SignOut', userId: 'u1' });
    query.append('userId', 'u2');
    expect(parseDelegation(query)).toEqual({
      kind: 'invalid',
      parameter: 'userId',
      expected: 'one value, not several',
    });
  });
});

test('a plus that arrived as a space is a plus again, in salt and signature only', () => {
  // Not encoded on its way: the query's own decoding makes spaces of the pluses.
  const query = new URLSearchParams('operation=SignIn&returnUrl=/a+b&salt=ab+c=&sig=x+y/z==');
  expect(parseDelegation(query)).toEqual({
    kind: 'ok',
    request: { operation: 'SignIn', returnUrl: '/a b', salt: 'ab+c=', signature: 'x+y/z==' },
  });
});
