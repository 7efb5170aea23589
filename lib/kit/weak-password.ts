/**
 * Whether a password is among the first that an attacker would try: one common word (also spelled pa55w0rd) with digits
 * and signs around it, a word about its owner in the same way, adjacent keys of a keyboard, or a few characters over
 * and over. `about` are words about the owner: name, email, the product. In addition there is a list of the most used
 * passwords (lib/use-cases/identity/internal/common-passwords): rules find what a list can't hold, and the other way
 * round.
 */
export function isWeakPassword(password: string, about: readonly string[] = []): boolean {
  const lower = password.toLowerCase();
  return isRepetition(lower) || isWalk(lower) || isDressedWord(lower, about);
}

function isRepetition(text: string): boolean {
  return /^(.{1,4}?)\1{2,}.{0,3}$/u.test(text) || /^(.{5,})\1$/u.test(text);
}

const WALKS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
];
const BOTH_WAYS = WALKS.flatMap((walk) => [walk, [...walk].reverse().join('')]);

/** All but two characters belong to stretches of three and more. */
function isWalk(text: string): boolean {
  let alone = 0;
  for (let at = 0; at < text.length; ) {
    const length = walkAt(text, at);
    if (length < 3) alone += 1;
    at += Math.max(1, length < 3 ? 1 : length);
  }
  return alone <= 2;
}

function walkAt(text: string, start: number): number {
  let length = 0;
  while (
    start + length < text.length &&
    BOTH_WAYS.some((walk) => walk.includes(text.slice(start, start + length + 1)))
  ) {
    length += 1;
  }
  return length;
}

const LETTER_OF: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const WORDS =
  `password passwort passphrase administrator admin root welcome letmein iloveyou princess sunshine
  football baseball basketball superman batman monkey dragon master shadow michael jessica jordan secret changeme
  qwerty computer internet charlie starwars whatever freedom trustno login summer winter spring autumn january
  february october november december monday friday google facebook microsoft liverpool chelsea arsenal mustang
  hello hunter pokemon testing default access flower cookie pepper ginger buster maggie jennifer`.split(
    /\s+/,
  );

function isDressedWord(text: string, about: readonly string[]): boolean {
  const words = new Set([...WORDS, 'tollgate', ...about.flatMap(wordsOf)]);
  const bare = text.replaceAll(/^[^a-z@$]+|[^a-z@$]+$/g, '');
  return [bare, text].some((one) => {
    const spelled = [...one].map((sign) => LETTER_OF[sign] ?? sign).join('');
    return [one, spelled].some((form) => words.has(form.replaceAll(/[^a-z]/g, '')));
  });
}

/** Words of four letters and more, alone and all together. */
function wordsOf(text: string): string[] {
  const words = text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length >= 4);
  return [...words, text.toLowerCase().replaceAll(/[^a-z]/g, '')].filter(
    (word) => word.length >= 4,
  );
}
