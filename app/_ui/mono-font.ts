import localFont from 'next/font/local';

/**
 * Geist Mono in its one weight that is used. Not preloaded, unlike the package's own export: a page without code
 * then never fetches it. `optional` as `sansFont` is.
 */
export const monoFont = localFont({
  src: '../../node_modules/geist/dist/fonts/geist-mono/GeistMono-Regular.woff2',
  variable: '--font-geist-mono',
  weight: '400',
  preload: false,
  display: 'optional',
});
