/**
 * Whether a password is among the most used ones of leaked lists: as it is, or with digits and signs around it, in
 * capitals or not. Of Mozilla's 50,000 some 3,500 are as long as ours have to be. The list is read when the first
 * password is chosen: most processes never need it, and no browser gets it.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  const { default: list } = await import('fxa-common-password-list');
  const lower = password.toLowerCase();
  const bare = lower.replaceAll(/^[^a-z]+|[^a-z]+$/g, '');
  const isLongWord = bare.length >= MIN_WORD_CHARACTERS;
  return list.test(password) || list.test(lower) || (isLongWord && list.test(bare));
}

/** Shorter words with something around them are the rules' to judge: not every name in a phrase is a bad password. */
const MIN_WORD_CHARACTERS = 10;
