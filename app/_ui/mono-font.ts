import localFont from 'next/font/local';

/**
 * Geist Mono in its one weight that is used. Not preloaded: a page without code
 * then never fetches it. `optional` as `sansFont` is.
 */
export const monoFont = localFont({
  src: '../../node_modules/@fontsource/geist-mono/files/geist-mono-latin-400-normal.woff2',
  variable: '--font-geist-mono',
  weight: '400',
  preload: false,
  display: 'optional',
});
