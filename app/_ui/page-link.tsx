'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ComponentProps } from 'react';
import { isPublicPage, leadsToPublicPage } from '@/lib/kit/public-pages';

type Shown = Pick<ComponentProps<typeof Link>, 'className' | 'title' | 'aria-label' | 'children'>;

/**
 * A link within the site. To and from pages that are the same for everybody it loads the whole document: a browser
 * keeps to the policy of the document that it loaded, and theirs admits less than other pages need.
 */
export function PageLink({ href, ...shown }: Shown & { href: string }) {
  const here = usePathname();
  if (isPublicPage(here) || leadsToPublicPage(href)) return <a href={href} {...shown} />;
  return <Link href={href} prefetch={false} {...shown} />;
}
