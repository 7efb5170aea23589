import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDelegation } from '../domain/access/delegation';
import { isSignedDelegation } from './delegation-signature';

const KEY = Buffer.from('one key of thirty-two characters').toString('base64');

const id = fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,20}[A-Za-z0-9])?$/);
const salt = fc
  .uint8Array({ minLength: 8, maxLength: 32 })
  .map((b) => Buffer.from(b).toString('base64'));
const path = fc.webPath().map((p) => `/${p.replaceAll(/^\/+/g, '')}`.slice(0, 200));

type Link = Record<string, string>;

/** Links as the portal makes them: parameters and the values that are signed, in order. */
const link: fc.Arbitrary<Link> = fc
  .oneof(
    fc
      .record({ operation: fc.constantFrom('SignIn', 'SignUp'), returnUrl: path })
      .map((p) => ({ p, signed: [p.returnUrl] })),
    fc
      .record({
        operation: fc.constantFrom('SignOut', 'ChangePassword', 'ChangeProfile', 'CloseAccount'),
        userId: id,
      })
      .map((p) => ({ p, signed: [p.userId] })),
    fc
      .record({ operation: fc.constant('Subscribe'), productId: id, userId: id })
      .map((p) => ({ p, signed: [p.productId, p.userId] })),
    fc
      .record({ operation: fc.constantFrom('Unsubscribe', 'Renew'), subscriptionId: id })
      .map((p) => ({ p, signed: [p.subscriptionId] })),
  )
  .chain(({ p, signed }) => salt.map((s) => ({ ...p, salt: s, sig: sign([s, ...signed]) })));

function sign(lines: string[]): string {
  return createHmac('sha512', Buffer.from(KEY, 'base64'))
    .update(lines.join('\n'), 'utf8')
    .digest('base64');
}

function isAccepted(entries: [string, string][]): boolean {
  const parsed = parseDelegation(entries);
  return parsed.kind === 'ok' && isSignedDelegation(parsed.request, [KEY]);
}

/** A space for a plus in what is base64 is the one difference that is meant to be none. */
function isSame(name: string, value: string, before: string): boolean {
  const plain = name === 'sig' || name === 'salt' ? value.replaceAll(' ', '+') : value;
  return plain === before;
}

/** Of those that are signed, and the signature. */
function parameterOf(given: Link, which: number): string {
  const names = Object.keys(given).filter((name) => name !== 'operation');
  return names[which % names.length] ?? 'sig';
}

describe('a signed link', () => {
  test('is accepted as it was made, in any order of its parameters', () => {
    fc.assert(
      fc.property(link, fc.infiniteStream(fc.nat()), (given, numbers) => {
        const shuffled = Object.entries(given)
          .map((entry) => ({ entry, key: numbers.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry);
        expect(isAccepted(shuffled)).toBe(true);
      }),
      { seed: 4 },
    );
  });

  test('with any parameter changed in any way is refused, the signature too', () => {
    const change = fc.tuple(link, fc.nat(), fc.oneof(fc.string(), id, path, salt));
    fc.assert(
      fc.property(change, ([given, which, value]) => {
        const name = parameterOf(given, which);
        fc.pre(!isSame(name, value, given[name] ?? ''));
        expect(isAccepted(Object.entries({ ...given, [name]: value }))).toBe(false);
      }),
      { seed: 4, numRuns: 2000 },
    );
  });

  test('with one character of any value replaced, dropped or doubled is refused', () => {
    fc.assert(
      fc.property(
        link,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('x', 'A', '=', '', 'double'),
        (given, which, at, how) => {
          const name = parameterOf(given, which);
          const before = given[name] ?? '';
          const i = at % before.length;
          const now = how === 'double' ? (before[i] ?? '').repeat(2) : how;
          const value = before.slice(0, i) + now + before.slice(i + 1);
          fc.pre(!isSame(name, value, before));
          expect(isAccepted(Object.entries({ ...given, [name]: value }))).toBe(false);
        },
      ),
      { seed: 4, numRuns: 3000 },
    );
  });

  test('with its signature in another spelling of the same bytes is refused', () => {
    fc.assert(
      fc.property(link, (given) => {
        const sig = given.sig ?? '';
        // 64 bytes leave four bits of the last character unused, and the padding says nothing.
        const last = sig.charCodeAt(85);
        const spellings = [
          sig.replace(/=+$/, ''),
          sig.slice(0, -1),
          `${sig.slice(0, 85)}${String.fromCharCode(last + 1)}==`,
        ];
        for (const spelling of spellings) {
          expect(Buffer.from(spelling, 'base64').equals(Buffer.from(sig, 'base64'))).toBe(true);
          expect(isAccepted(Object.entries({ ...given, sig: spelling }))).toBe(false);
        }
      }),
      { seed: 4 },
    );
  });

  test('with a parameter missing or given twice is refused', () => {
    fc.assert(
      fc.property(link, fc.nat(), (given, which) => {
        const entries = Object.entries(given);
        const index = which % entries.length;
        const one = entries[index] ?? ['', ''];
        expect(isAccepted(entries.filter((_, i) => i !== index))).toBe(false);
        expect(isAccepted([...entries, one])).toBe(false);
      }),
      { seed: 4 },
    );
  });

  test('under another key is refused, whatever it says', () => {
    fc.assert(
      fc.property(link, (given) => {
        const parsed = parseDelegation(Object.entries(given));
        if (parsed.kind !== 'ok') throw new Error('A link of the portal was not understood.');
        expect(
          isSignedDelegation(parsed.request, [Buffer.from('another').toString('base64')]),
        ).toBe(false);
      }),
      { seed: 4 },
    );
  });

  test('shown as another operation keeps its values: it never speaks of another user', () => {
    const operations = [
      'SignIn',
      'SignUp',
      'SignOut',
      'ChangePassword',
      'ChangeProfile',
      'CloseAccount',
      'Subscribe',
      'Unsubscribe',
      'Renew',
    ];
    fc.assert(
      fc.property(link, fc.constantFrom(...operations), (given, operation) => {
        const changed = { ...given, operation };
        if (!isAccepted(Object.entries(changed))) return;
        // Accepted means the same names with the same values: no value moved to another meaning.
        const { operation: _now, ...values } = changed;
        const { operation: _was, ...before } = given;
        expect(values).toEqual(before);
      }),
      { seed: 4 },
    );
  });
});
