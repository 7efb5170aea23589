/** What a color says. Never the only carrier: words always say it too. */
export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'accent';
