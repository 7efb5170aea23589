import localFont from 'next/font/local';

/**
 * Geist in all weights. `optional`, unlike the package's own export: a font that comes too late for the first look is used
 * from the next page on. Put in late it would move what somebody is about to press, its letters being narrower than others.
 */
export const sansFont = localFont({
  src: '../../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
  display: 'optional',
});
