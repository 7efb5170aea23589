import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { authorizePage } from './authorize-page';
import { gitHubRoutes } from './github-routes';
import { type Client, Grants } from './grants';
import { openIdRoutes } from './openid-routes';
import { SigningKey } from './signing-key';

/** What is put into the application's settings, and into nobody else's. */
export const CLIENT: Client = { id: 'tollgate-of-tests', secret: 'client-secret-of-tests' };
export const TENANT = 'tenant-of-tests';

export interface RunningIdentityProvider {
  url: string;
  close(): Promise<void>;
}

/**
 * Stand-ins for Microsoft Entra ID, Google (OpenID Connect: discovery, code with PKCE and nonce, signed tokens, keys) and
 * GitHub (OAuth, with the user and the emails at an address of their own), at one port. Whoever signs in says on the
 * page who they are, and how the provider shall misbehave.
 */
export async function startIdentityProvider(): Promise<RunningIdentityProvider> {
  const app = new Hono();
  const grants = new Grants(CLIENT);
  let isDown = false;
  app.post('/_control/down', async (c) => {
    isDown = (await c.req.json<{ down: boolean }>()).down;
    return c.json({ down: isDown });
  });
  app.use(async (c, next) => (isDown ? c.text('The provider is down.', 503) : next()));

  const authorize = authorizeRoutes(app, grants);
  const key = new SigningKey();
  openIdRoutes(app, { path: '/google', key, grants, authorize });
  openIdRoutes(app, { path: `/entra/${TENANT}/v2.0`, key, grants, authorize, tenant: TENANT });
  gitHubRoutes(app, { grants, authorize });

  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${taken}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The page where somebody says who they are; both answers go back to the application. */
function authorizeRoutes(app: Hono, grants: Grants): (path: string) => void {
  return (path) => {
    app.get(path, (c) => {
      const problem = grants.problemOf(c.req.query());
      return problem === null
        ? c.html(authorizePage(c.req.query()))
        : c.text(`Refused: ${problem}`, 400);
    });
    app.post(path, async (c) => answer(c, grants, await c.req.parseBody()));
  };
}

function answer(c: Context, grants: Grants, form: Record<string, unknown>): Response {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '');
  const back = new URL(text('redirect_uri'));
  back.searchParams.set('state', text('state'));
  if (text('answer') === 'no') back.searchParams.set('error', 'access_denied');
  else back.searchParams.set('code', grants.issue(text));
  return c.redirect(back.href, 303);
}
