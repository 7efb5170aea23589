import type { ReactNode } from 'react';
import { currentUser } from '@/lib/auth/guards';
import { getDeps } from '@/lib/server/wiring/deps';
import { readTheme } from '../_ui/read-theme';
import { SiteFooter } from '../_ui/site-footer';
import { SiteHeader } from '../_ui/site-header';

/** The frame only: every page under it checks for itself that an operator is asking. */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const [user, theme, { settings }] = await Promise.all([currentUser(), readTheme(), getDeps()]);
  return (
    <>
      <SiteHeader user={user} />
      {children}
      <SiteFooter theme={theme} portalUrl={settings.portalUrl} />
    </>
  );
}
