'use client';

import { useEffect, useState } from 'react';
import { type HeaderUser, SiteHeader } from './site-header';

/**
 * The header of pages that are the same for everybody: the page knows only whether there is a session, and the name is
 * asked for when it is shown. A page that the browser had put aside asks again, because people sign in and out between.
 */
export function PublicHeader({ hasSession }: { hasSession: boolean }) {
  const [user, setUser] = useState<HeaderUser | 'unnamed' | null>(hasSession ? 'unnamed' : null);

  useEffect(() => {
    const ask = () => void readUser().then((known) => known !== 'unknown' && setUser(known));
    const onShow = (event: PageTransitionEvent) => event.persisted && ask();
    if (hasSession) ask();
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, [hasSession]);

  return <SiteHeader user={user} wide />;
}

async function readUser(): Promise<HeaderUser | null | 'unknown'> {
  try {
    const response = await fetch('/api/session');
    if (!response.ok) return 'unknown';
    const { user } = (await response.json()) as { user: HeaderUser | null };
    return user;
  } catch {
    // The header stays as it is; every link in it leads to a page that asks for itself.
    return 'unknown';
  }
}
