import type { ComponentProps, ReactNode } from 'react';
import { type ButtonLook, buttonClass } from './button-class';
import { PageLink } from './page-link';

export function Button({
  look,
  size,
  wide,
  type = 'submit',
  ...rest
}: ButtonLook & Omit<ComponentProps<'button'>, 'className'>) {
  return <button type={type} className={buttonClass({ look, size, wide })} {...rest} />;
}

/** Looks like a button, is a link. Leaves the site with a plain link, so that nothing is prefetched. */
export function ButtonLink({
  look,
  size,
  wide,
  href,
  children,
}: ButtonLook & { href: string; children: ReactNode }) {
  const className = buttonClass({ look, size, wide });
  if (!href.startsWith('/')) {
    return (
      <a className={className} href={href}>
        {children}
      </a>
    );
  }
  return (
    <PageLink className={className} href={href}>
      {children}
    </PageLink>
  );
}
