import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { env } from '@/lib/server/env/env';
import { readTheme } from './_ui/read-theme';
import { extendedSansFont, sansFont } from './_ui/sans-font';
import './globals.css';

/**
 * Every page is made for its request: its scripts carry that request's nonce, and nothing (settings, database)
 * is reached while the application is built.
 */
export const dynamic = 'force-dynamic';

/** Made for the request, because links from elsewhere need the whole address, which is a setting. */
export function generateMetadata(): Metadata {
  return { ...METADATA, metadataBase: new URL(env().app.url) };
}

const METADATA = {
  title: { default: 'Tollgate: API access, billed to the call', template: '%s · Tollgate' },
  description:
    'Pick a plan, pay by card, and start calling right away. Every successful call is billed exactly once.',
  // Of the folder public/: served as they are.
  icons: { icon: '/icon.svg', apple: '/apple-touch-icon.png' },
  openGraph: { siteName: 'Tollgate', type: 'website', images: '/open-graph.png' },
  twitter: { card: 'summary_large_image' },
} satisfies Metadata;

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafaf9' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0b0d' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme();
  return (
    <html
      lang="en"
      className={`${sansFont.variable} ${extendedSansFont.variable}`}
      data-scroll-behavior="smooth"
      {...(theme === 'system' ? {} : { 'data-theme': theme })}
    >
      <body>{children}</body>
    </html>
  );
}
