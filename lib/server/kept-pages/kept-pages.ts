import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sessionCookie } from '../../auth/session-settings';
import { env } from '../env/env';
import { publicPolicy, securityHeaders } from '../http/security-headers';
import { themeCookie } from '../http/theme-cookie';
import { log } from '../wiring/log';
import { type Answer, answerWith } from './answer';
import { deferScripts, withoutScriptHints } from './defer-scripts';
import { standInFront } from './in-front';
import { inlineStyles } from './inline-styles';
import { createKeeper, type Keeper } from './keeper';
import { makeDocument } from './kept-document';
import { readStyles, renderApart } from './render-apart';
import { type Asked, type CookieNames, RENDER_HEADER, type Variant, variantOf } from './variant';

interface KeptPages {
  /** The address at which this server renders; null while it isn't known, and then nothing is kept. */
  origin: string | null;
  /** Known only to this server: a request with it gets a page without the visitor's part, and without a policy. */
  mark: string;
  names: CookieNames;
  keeper: Keeper;
}

// Next loads the proxy and the instrumentation separately, and both answer from the same pages.
const holder = globalThis as typeof globalThis & { tollgateKeptPages?: KeptPages };

/** The answer to a request for a public page; null for every other request. */
export function keptAnswer(asked: Asked): Answer | Promise<Answer | null> | null {
  const { origin, names, keeper } = keptPages();
  if (origin === null) return null;
  const variant = variantOf(asked, names);
  if (variant === null) return null;
  const page = keeper.pageOf(variant);
  if (page === null) return null;
  if (!(page instanceof Promise)) return answerWith(page, asked);
  return page.then((document) => document && answerWith(document, asked));
}

/** Whether a request is our own, for a page to keep. */
export function isRenderedApart(headers: Headers): boolean {
  return headers.get(RENDER_HEADER) === keptPages().mark;
}

/** Sends kept pages before the framework looks at the request; once, when a server starts. */
export function keepPagesInFront(): void {
  if (env().app.isDevelopment) return;
  standInFront(sendKept, (origin) => {
    keptPages().origin ??= origin;
  });
}

function sendKept(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean> {
  const { method, url = '' } = request;
  const header = (name: string) => request.headers[name]?.toString();
  const answer = keptAnswer({ method, url, header });
  if (answer === null) return false;
  if (answer instanceof Promise)
    return answer.then((later) => later !== null && send(later, response));
  return send(answer, response);
}

function send({ status, headers, body }: Answer, response: ServerResponse): true {
  response.writeHead(status, headers);
  response.end(body);
  return true;
}

function keptPages(): KeptPages {
  holder.tollgateKeptPages ??= create();
  return holder.tollgateKeptPages;
}

function create(): KeptPages {
  const { app } = env();
  const pages: KeptPages = {
    origin: app.isDevelopment ? null : app.deploymentUrl,
    mark: app.sessionSecret
      ? createHmac('sha256', app.sessionSecret).update('pages that are kept').digest('base64url')
      : randomBytes(32).toString('base64url'),
    names: { theme: themeCookie(app.url).name, session: sessionCookie().name },
    keeper: createKeeper({
      render: (variant) => render(variant, pages),
      nowMs: () => performance.now(),
      onFailure: ({ address }, error) =>
        log.warn(
          { address, err: error },
          'a public page could not be kept, and is made for each request',
        ),
    }),
  };
  return pages;
}

async function render(variant: Variant, { origin, mark }: KeptPages) {
  if (origin === null) throw new Error('it is not known where this server listens');
  const { html, link } = await renderApart(variant, { origin, mark });
  const styled = await inlineStyles(html, (address) => readStyles(address, { origin }));
  return makeDocument({
    // With a session the name is still to be filled in; without one the page is complete.
    html: deferScripts(styled, variant.hasSession ? 'painted' : 'used'),
    link: withoutScriptHints(link),
    policyOf: (scripts) => publicPolicy(env(), scripts),
    securityHeaders: securityHeaders(env()),
  });
}
