import { html, raw } from 'hono/html';
import type { UserRow } from '../state/rows';
import { PORTAL_CSS } from './portal-style';

export type Markup = ReturnType<typeof html>;

/** What every page is given. */
export interface Reader {
  readonly user: UserRow | null;
  /** Path of the page, to come back to after signing in. */
  readonly path: string;
}

/** A page of the developer portal. It has no script: forms and links do all that there is to do. */
export function portalPage(reader: Reader, options: { title: string; body: Markup }): Markup {
  const link = (path: string, text: string) => {
    const current =
      reader.path === path || reader.path.startsWith(`${path}/`) ? raw(' aria-current="page"') : '';
    return html`<a href="${path}"${current}>${text}</a>`;
  };
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${options.title} · Developer portal</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%230f766e'/%3E%3Cpath d='M5 4.5 2.5 8 5 11.5M11 4.5 13.5 8 11 11.5' stroke='%23fff' stroke-width='1.6' fill='none'/%3E%3C/svg%3E">
<style>${raw(PORTAL_CSS)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<div class="bar">
<a class="brand" href="/"><span class="mark" aria-hidden="true">‹ ›</span>Developer portal</a>
<nav aria-label="Main">
${link('/products', 'Products')}
${reader.user ? html`${link('/subscriptions', 'My subscriptions')} ${link('/profile', 'Profile')}` : ''}
</nav>
<div class="who">${reader.user ? signedInAs(reader.user) : visitor(reader.path)}</div>
</div>
</header>
<main id="content" tabindex="-1">
${options.body}
</main>
<footer><p>Azure API Management emulator. Nothing here leaves this machine. <a href="/_control">Control page</a></p></footer>
</body>
</html>`;
}

function signedInAs(user: UserRow): Markup {
  return html`<span class="name">${user.firstName} ${user.lastName}</span>
<form method="post" action="/signout"><button class="quiet">Sign out</button></form>`;
}

function visitor(path: string): Markup {
  const back = encodeURIComponent(path);
  return html`<a class="quiet" href="/signin?returnUrl=${back}">Sign in</a>
<a class="button small" href="/signup?returnUrl=${back}">Sign up</a>`;
}

/** A page that says one thing. */
export function messagePage(
  reader: Reader,
  message: { title: string; text: string; link?: { href: string; text: string } },
): Markup {
  const link = message.link ?? { href: '/', text: 'Back to the start page' };
  return portalPage(reader, {
    title: message.title,
    body: html`<section class="message"><h1>${message.title}</h1><p>${message.text}</p>
<p><a class="button" href="${link.href}">${link.text}</a></p></section>`,
  });
}
