import { Hono } from 'hono';
import { track } from '../../core/track';
import { faultAnswer } from '../arm/fault-answer';
import { developerApp } from '../developer/developer-app';
import type { Service } from '../service';
import { isVisible } from '../state/membership';
import type { ProductRow } from '../state/rows';
import { accountRoutes } from './account-routes';
import { delegate } from './delegate';
import { ownAccountRoutes } from './own-account-routes';
import { signInPage, signUpPage } from './pages/account-forms';
import { homePage } from './pages/home';
import { productPage, productsPage } from './pages/products';
import { messagePage, type Reader } from './portal-layout';
import { enter, isOwnForm, leave, readerOf, safePath } from './portal-session';

/** The developer portal. Its pages are journalled and meet faults like everything else; none waits for the world. */
export function portalApp(service: Service): Hono {
  const app = new Hono();
  // Before the pages' own rules: it is called from pages of other origins.
  const data = developerApp(service);
  app.all('/developer/*', (c) => data.fetch(c.req.raw, c.env));
  app.use(track(service.world, { listener: 'portal', faultAnswer }));
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('Cache-Control', 'private, no-store');
    c.res.headers.set('Referrer-Policy', 'same-origin');
    c.res.headers.set('X-Content-Type-Options', 'nosniff');
    c.res.headers.set('X-Frame-Options', 'DENY');
  });
  app.use(async (c, next) => {
    if (c.req.method !== 'POST' || isOwnForm(c)) return next();
    const text = 'This form was not sent from a page of this portal.';
    return c.html(messagePage(readerOf(c, service), { title: 'Not from here', text }), 403);
  });
  app.notFound((c) => {
    const text = 'There is nothing at this address.';
    return c.html(messagePage(readerOf(c, service), { title: 'Page not found', text }), 404);
  });
  productRoutes(app, service);
  sessionRoutes(app, service);
  accountRoutes(app, service);
  ownAccountRoutes(app, service);
  return app;
}

function productRoutes(app: Hono, service: Service): void {
  app.get('/', (c) => {
    const reader = readerOf(c, service);
    return c.html(homePage(service, reader, visible(service, reader)));
  });

  app.get('/products', (c) => {
    const reader = readerOf(c, service);
    return c.html(productsPage(reader, visible(service, reader)));
  });

  app.get('/products/:id', (c) => {
    const reader = readerOf(c, service);
    const id = c.req.param('id');
    const product = visible(service, reader).find((one) => one.id === id);
    return product ? c.html(productPage(service, reader, product)) : c.notFound();
  });
}

function visible(service: Service, reader: Reader): ProductRow[] {
  const userId = reader.user?.id ?? null;
  return service.state.products.filter((product) => isVisible(service.state, product, userId));
}

function sessionRoutes(app: Hono, service: Service): void {
  for (const [path, operation] of [
    ['/signin', 'SignIn'],
    ['/signup', 'SignUp'],
  ] as const) {
    app.get(path, (c) => {
      const reader = readerOf(c, service);
      const returnUrl = safePath(c.req.query('returnUrl'));
      if (reader.user) return c.redirect(returnUrl, 302);
      if (!service.state.portal.delegation.userRegistration) {
        const page = operation === 'SignIn' ? signInPage : signUpPage;
        return c.html(page(reader, { returnUrl }));
      }
      return delegate(c, service, reader, { operation, returnUrl });
    });
  }

  app.get('/signin-sso', (c) => {
    const outcome = enter(c, service, c.req.query('token') ?? '');
    if (outcome === 'entered') return c.redirect(safePath(c.req.query('returnUrl')), 302);
    const text = SSO_PROBLEMS[outcome];
    const link = { href: '/signin', text: 'Sign in' };
    const reader = { user: null, path: '/' };
    return c.html(messagePage(reader, { title: 'You are not signed in', text, link }), 401);
  });

  // The portal forgets its own session first, and then redirects to the site that it delegates to.
  app.post('/signout', (c) => {
    const reader = readerOf(c, service);
    leave(c);
    if (!reader.user || !service.state.portal.delegation.userRegistration) {
      return c.redirect('/', 303);
    }
    const { id: userId } = reader.user;
    return delegate(c, service, { ...reader, user: null }, { operation: 'SignOut', userId });
  });
}

const SSO_PROBLEMS = {
  invalid: 'The sign-in link is damaged or was not made for this portal.',
  expired: 'The sign-in link has run out.',
  blocked: 'This account is blocked.',
} as const;
