export type UsageCounts = 'successful' | 'all';

interface CountedWords {
  title: string;
  text: string;
  /** One sentence below a price. */
  short: string;
}

/** Which calls cost something, by the operator's setting: the same words wherever a price stands. */
export const COUNTED_WORDS: Readonly<Record<UsageCounts, CountedWords>> = {
  successful: {
    title: 'Only answered calls count',
    text: 'A call that a limit refuses, or that fails, is not billed and does not use up what is included.',
    short: 'Only calls that were answered count.',
  },
  all: {
    title: 'Every call counts',
    text: 'A call that fails, or that a limit refuses, is billed too and uses up what is included.',
    short: 'Every call counts, also one that fails or is refused.',
  },
};
