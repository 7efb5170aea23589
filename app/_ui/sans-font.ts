import localFont from 'next/font/local';

/**
 * Geist in all weights, its Latin characters. `optional`: a font that comes too late for the first look is used
 * from the next page on. Put in late it would move what somebody is about to press, its letters being narrower than others.
 */
export const sansFont = localFont({
  src: '../../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
  display: 'optional',
});

/** The letters of other languages in Latin script, as in Łódź: fetched only for a page that shows one. */
export const extendedSansFont = localFont({
  src: '../../node_modules/@fontsource-variable/geist/files/geist-latin-ext-wght-normal.woff2',
  variable: '--font-geist-sans-extended',
  weight: '100 900',
  preload: false,
  display: 'optional',
  adjustFontFallback: false,
  declarations: [
    { prop: 'unicode-range', value: 'U+0100-0130, U+0132-0151, U+0154-02BA, U+1E00-1EFF' },
  ],
});
