export type UsageCounts = 'successful' | 'all';

interface CountedText {
  title: string;
  text: string;
  /** One sentence below a price. */
  short: string;
}

/** Which calls cost something, by the operator's setting: the same words wherever a price is shown. */
export const COUNTED_TEXT: Readonly<Record<UsageCounts, CountedText>> = {
  successful: {
    title: 'Only successful calls count',
    text: 'Calls that fail or are rejected by a limit are not billed and don’t use up your included calls.',
    short: 'Only successful calls count.',
  },
  all: {
    title: 'Every call counts',
    text: 'Calls that fail or are rejected by a limit are billed too and use up your included calls.',
    short: 'Every call counts, including calls that fail or are rejected.',
  },
};
