/** Tabs and line breaks are whitespace; every other control character is no text. */
const CONTROLS = /(?![\t\n\v\f\r])\p{Cc}/u;
/** Turn the direction of what follows them, so that a text reads as another one than it is. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** No characters at all: halves of pairs, what a decoder puts where there was none, private and never assigned ones. */
const NO_CHARACTERS = /[\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\ufffc\ufffd]/u;
/** Take no room on a screen, or look like a space: what is hidden in a name is seen by nobody who reads it. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu;
/** Joiners that change how their neighbours look: in scripts that join letters, and between the parts of an emoji. */
const SHAPING =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{M}])[\u200c\u200d](?=\p{L})|(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier})\ufe0f?\u200d(?=\p{Extended_Pictographic})|(?<=\p{Extended_Pictographic})\ufe0f/gu;

/**
 * Text as a database can keep it: what is no character becomes U+FFFD, as a decoder does with broken bytes. It stays
 * visible, so nothing turns into something else that is valid.
 */
export function wellFormed(text: string): string {
  return text.replaceAll(/[\0\p{Cs}]/gu, '\ufffd');
}

export function isWellFormed(text: string): boolean {
  return wellFormed(text) === text;
}

/**
 * A single line as people read it: invisible characters taken out, every run of whitespace one space. Null when it
 * holds what cannot be shown, or what would make it read as something else.
 */
export function singleLine(given: string): string | null {
  if (CONTROLS.test(given) || DIRECTIONS.test(given) || NO_CHARACTERS.test(given)) return null;
  const shaping = new Set(
    [...given.matchAll(SHAPING)].flatMap(({ 0: found, index }) =>
      Array.from(found, (_, offset) => index + offset),
    ),
  );
  const visible = given.replace(INVISIBLE, (found, index: number) =>
    shaping.has(index) ? found : '',
  );
  return visible.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
}

/** What a mail program makes a link of, with or without the part before the dots. */
const LINK =
  /:\/\/|\bwww\.|\b(?:https?|mailto|javascript|data):|[\p{L}\p{N}-]{2,}[.\u3002\uff0e\uff61]\p{L}{2,}|@/iu;

export function hasLink(text: string): boolean {
  return LINK.test(text.normalize('NFKC')) || LINK.test(text);
}
