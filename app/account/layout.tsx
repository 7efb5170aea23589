import type { ReactNode } from 'react';
import { currentUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { readTheme } from '../_ui/read-theme';
import { SiteFooter } from '../_ui/site-footer';
import { SiteHeader } from '../_ui/site-header';

/** The frame only: every page under it checks the session itself, because a layout is not run again for each. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const [user, theme, { settings }] = await Promise.all([currentUser(), readTheme(), getDeps()]);
  return (
    <>
      <SiteHeader user={user} />
      {children}
      <SiteFooter theme={theme} portalUrl={settings.portalUrl} />
    </>
  );
}
