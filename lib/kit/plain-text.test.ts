import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasLink, isWellFormed, singleLine, wellFormed } from './plain-text';

describe('text that comes from outside', () => {
  it('holds no NUL and no half of a pair once it is well-formed, and changes nothing else', () => {
    expect(wellFormed('a\0b\ud800c\udc00')).toBe('a\ufffdb\ufffdc\ufffd');
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '\0', '\ud800', '\udfff'),
        (text, odd) => {
          const made = wellFormed(`${text}${odd}x`);
          expect(isWellFormed(made)).toBe(true);
          expect(made.length).toBe(text.length + odd.length + 1);
        },
      ),
    );
    expect(wellFormed('Zoë 李 👩‍👩‍👧')).toBe('Zoë 李 👩‍👩‍👧');
  });
});

describe('a name', () => {
  it.each([
    'Ada Lovelace',
    'Zoë Ångström',
    '李小龍',
    'نیما می‌خواهم',
    'क्‍ष',
    'My app ❤️',
    '👩‍💻 👨‍👩‍👧 👍🏽',
    "O'Brien-Smith, Jr.",
    'J.R.R. Tolkien',
  ])('stays as it is: %s', (name) => {
    expect(singleLine(name)).toBe(name.normalize('NFC'));
  });

  it.each([
    ['NUL', 'A\0da'],
    ['an escape', 'A\u001bda'],
    ['a high surrogate', 'A\ud800da'],
    ['a low surrogate', 'A\udc00da'],
    ['a right-to-left override', 'A\u202eda'],
    ['a right-to-left mark', 'A\u200fda'],
    ['an Arabic letter mark', 'A\u061cda'],
    ['an isolate', 'A\u2066da\u2069'],
    ['a noncharacter', 'A\uffffda'],
    ['a private character', 'A\ue000da'],
    ['a replacement', 'A\ufffdda'],
    ['a C1 control', 'A\u0085da'],
  ])('with %s is none', (_what, name) => {
    expect(singleLine(name)).toBeNull();
  });

  it.each([
    ['zero width space', '\u200b'],
    ['joiner', '\u200d'],
    ['non-joiner', '\u200c'],
    ['word joiner', '\u2060'],
    ['byte order mark', '\ufeff'],
    ['soft hyphen', '\u00ad'],
    ['grapheme joiner', '\u034f'],
    ['Hangul filler', '\u3164'],
    ['half-width filler', '\uffa0'],
    ['Mongolian vowel separator', '\u180e'],
    ['variation selector', '\ufe0f'],
    ['tag', '\u{e0041}'],
    ['variation selector 17', '\u{e0100}'],
    ['invisible times', '\u2062'],
    ['blank braille', '\u2800'],
    ['interlinear anchor', '\ufff9'],
  ])('loses a %s, and is empty when it is made of nothing else', (_what, invisible) => {
    expect(singleLine(`A${invisible}da`)).toBe('Ada');
    expect(singleLine(invisible.repeat(3))).toBe('');
  });

  it('is one line with single spaces', () => {
    expect(singleLine('  Ada\u00a0\u3000 \n\tLovelace\u2028 ')).toBe('Ada Lovelace');
  });

  it('is the same when it is read again, and nothing in it is unseen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (given) => {
        const made = singleLine(given);
        if (made === null) return;
        expect(singleLine(made)).toBe(made);
        expect(made).not.toMatch(/[\p{Cc}\p{Cs}\u200b\u202a-\u202e\u2060-\u2069\ufeff]/u);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a link in a name', () => {
  it.each([
    'URGENT http://evil.example',
    'hTTps://evil.example',
    'see evil.example/now',
    'WWW.evil',
    'call me at me@evil.example',
    'evil。com',
    'ｅｖｉｌ．ｃｏｍ',
    'javascript:alert(1)',
    'mailto:x',
    'x://y',
    'bit.ly/abc',
  ])('is seen in: %s', (name) => {
    expect(hasLink(name)).toBe(true);
  });

  it.each([
    'Ada Lovelace',
    'Dr. Strange',
    'J.R.R. Tolkien',
    'Acme Inc.',
    'Ph.D',
    'Version 2.0',
    'A: B',
    '3.5',
  ])('is not seen in: %s', (name) => {
    expect(hasLink(name)).toBe(false);
  });
});
