import localFont from 'next/font/local';

/**
 * Geist in all weights, its Latin characters (`fonts/README.md`). `optional`: a font that comes too late for the first look is used
 * from the next page on. Put in late it would move what somebody is about to press, its letters being narrower than others.
 */
export const sansFont = localFont({
  src: './fonts/geist-latin.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
  display: 'optional',
});
