import type { ReactNode } from 'react';
import { currentUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/deps';
import { readTheme } from '../_ui/read-theme';
import { SiteFooter } from '../_ui/site-footer';
import { SiteHeader } from '../_ui/site-header';

/** The public pages' frame. It shows who is signed in; it protects nothing. */
export default async function SiteLayout({ children }: { children: ReactNode }) {
  const [user, theme, { settings }] = await Promise.all([currentUser(), readTheme(), getDeps()]);
  return (
    <>
      <SiteHeader user={user} wide />
      {children}
      <SiteFooter theme={theme} portalUrl={settings.portalUrl} wide />
    </>
  );
}
