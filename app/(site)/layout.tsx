import type { ReactNode } from 'react';
import { hasSessionCookie } from '@/lib/auth/session-cookie';
import { getDeps } from '@/lib/server/wiring/deps';
import { PublicHeader } from '../_ui/public-header';
import { readTheme } from '../_ui/read-theme';
import { SiteFooter } from '../_ui/site-footer';

/**
 * The public pages' frame. What it reads of a request, the choice of colors and whether there is a session, is all that
 * a kept page differs by (lib/server/kept-pages/variant): nothing else of a visitor may be read below it.
 */
export default async function SiteLayout({ children }: { children: ReactNode }) {
  const [hasSession, theme, { settings }] = await Promise.all([
    hasSessionCookie(),
    readTheme(),
    getDeps(),
  ]);
  return (
    <>
      <PublicHeader hasSession={hasSession} />
      {children}
      <SiteFooter theme={theme} portalUrl={settings.portalUrl} wide />
    </>
  );
}
