import type { Context, Hono } from 'hono';
import { newKey } from '../arm/subscription-rules';
import type { Service } from '../service';
import type { SubscriptionRow, UserRow } from '../state/rows';
import { delegate } from './delegate';
import { profilePage } from './pages/profile';
import { subscriptionsPage } from './pages/subscriptions';
import { messagePage, type Reader } from './portal-layout';
import { readerOf } from './portal-session';

type SignedIn = Reader & { readonly user: UserRow };

/** Pages of whoever is signed in; everybody else is sent to sign in and comes back. */
export function accountRoutes(app: Hono, service: Service): void {
  const withUser = (
    c: Context,
    answer: (reader: SignedIn) => Response | Promise<Response>,
  ): Response | Promise<Response> => {
    const reader = readerOf(c, service);
    if (reader.user) return answer({ ...reader, user: reader.user });
    const { pathname, search } = new URL(c.req.url);
    const back = c.req.method === 'GET' ? `${pathname}${search}` : '/subscriptions';
    return c.redirect(`/signin?returnUrl=${encodeURIComponent(back)}`, 302);
  };

  app.get('/profile', (c) =>
    withUser(c, (reader) => {
      const { userRegistration } = service.state.portal.delegation;
      return c.html(profilePage(reader, reader.user, { isDelegated: userRegistration }));
    }),
  );

  for (const [path, operation] of [
    ['/delegation-changeProfile', 'ChangeProfile'],
    ['/change-password', 'ChangePassword'],
    ['/delegation-closeAccount', 'CloseAccount'],
  ] as const) {
    app.get(path, (c) =>
      withUser(c, (reader) => delegate(c, service, reader, { operation, userId: reader.user.id })),
    );
  }

  app.get('/delegation-subscribe', (c) =>
    withUser(c, (reader) => {
      const productId = c.req.query('productId') ?? '';
      if (!service.state.products.get(productId)) return unknown(c, reader, 'product');
      const userId = reader.user.id;
      return delegate(c, service, reader, { operation: 'Subscribe', productId, userId });
    }),
  );

  app.get('/delegation-unsubscribe', (c) =>
    withUser(c, (reader) => {
      const row = own(service, reader, c.req.query('subscriptionId'));
      if (!row) return unknown(c, reader, 'subscription');
      const request = { subscriptionId: row.id, userId: reader.user.id };
      return delegate(c, service, reader, { operation: 'Unsubscribe', ...request });
    }),
  );

  app.get('/delegation-renew', (c) =>
    withUser(c, (reader) => {
      const row = own(service, reader, c.req.query('subscriptionId'));
      if (!row) return unknown(c, reader, 'subscription');
      return delegate(c, service, reader, { operation: 'Renew', subscriptionId: row.id });
    }),
  );

  subscriptionRoutes(app, service, withUser);
}

type WithUser = (
  c: Context,
  answer: (reader: SignedIn) => Response | Promise<Response>,
) => Response | Promise<Response>;

function subscriptionRoutes(app: Hono, service: Service, withUser: WithUser): void {
  const { state, world } = service;
  const rowsOf = (reader: SignedIn) => state.subscriptions.ownedBy(reader.user.id).reverse();

  app.get('/subscriptions', (c) =>
    withUser(c, (reader) => c.html(subscriptionsPage(service, reader, { rows: rowsOf(reader) }))),
  );

  // A POST, so that keys are in no address and in no page that "back" could show again.
  app.post('/subscriptions/:id/keys', (c) =>
    withUser(c, (reader) => {
      const row = own(service, reader, c.req.param('id'));
      if (!row) return unknown(c, reader, 'subscription');
      const rows = rowsOf(reader);
      return c.html(subscriptionsPage(service, reader, { rows, keysOf: row.id }));
    }),
  );

  app.post('/subscriptions/:id/name', async (c) => {
    const name = `${(await c.req.parseBody()).name ?? ''}`.trim();
    return withUser(c, (reader) => {
      const row = own(service, reader, c.req.param('id'));
      if (!row) return unknown(c, reader, 'subscription');
      const fits = name.length >= 1 && name.length <= 100;
      if (fits) put(row, { displayName: name });
      const note = fits ? `Renamed to “${name}”.` : 'A name has 1 to 100 characters.';
      return c.html(
        subscriptionsPage(service, reader, { rows: rowsOf(reader), note }),
        fits ? 200 : 400,
      );
    });
  });

  for (const which of ['primary', 'secondary'] as const) {
    app.post(`/subscriptions/:id/${which}`, (c) =>
      withUser(c, (reader) => {
        const row = own(service, reader, c.req.param('id'));
        if (!row) return unknown(c, reader, 'subscription');
        put(row, which === 'primary' ? { primaryKey: newKey() } : { secondaryKey: newKey() });
        const note = `The ${which} key is new. The old one has stopped working.`;
        const rows = rowsOf(reader);
        return c.html(subscriptionsPage(service, reader, { rows, keysOf: row.id, note }));
      }),
    );
  }

  function put(row: SubscriptionRow, change: Partial<SubscriptionRow>): void {
    state.subscriptions.put({ ...row, ...change, revision: state.nextRevision() });
    world.touch();
  }
}

function own(
  service: Service,
  reader: SignedIn,
  id: string | undefined,
): SubscriptionRow | undefined {
  const row = service.state.subscriptions.get(id ?? '');
  return row?.ownerId === reader.user.id ? row : undefined;
}

function unknown(c: Context, reader: Reader, what: string): Response | Promise<Response> {
  const text = `There is no such ${what}, or it isn't yours.`;
  return c.html(messagePage(reader, { title: 'Not found', text }), 404);
}
