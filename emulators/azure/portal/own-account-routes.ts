import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { ArmError } from '../arm/arm-error';
import { datesAfter, newKey, refuseOverLimit } from '../arm/subscription-rules';
import { isPassword, passwordHash } from '../password-hash';
import type { Service } from '../service';
import { isVisible } from '../state/membership';
import type { SubscriptionRow, UserRow } from '../state/rows';
import { signInPage, signUpPage } from './pages/account-forms';
import { profilePage } from './pages/profile';
import { messagePage } from './portal-layout';
import { enterAs, leave, readerOf, safePath } from './portal-session';

const name = z.string().trim().min(1).max(100);
const password = z.string().min(8).max(254);
const signUp = z.object({ firstName: name, lastName: name, email: z.email().max(254), password });

/**
 * What the portal does by itself where it is not delegated: its own sign-in with e-mail and password, and its own
 * subscriptions. With subscriptions delegated alone, both halves meet here.
 */
export function ownAccountRoutes(app: Hono, service: Service): void {
  const { state, world } = service;

  app.post('/signin', async (c) => {
    const form = await formOf(c);
    const returnUrl = safePath(form.returnUrl);
    if (state.portal.delegation.userRegistration) return delegated(c);
    const user = state.users.withEmail(form.email ?? '');
    const hash = user?.passwordHash ?? null;
    const isRight = isPassword({ secret: state.secret, hash, password: form.password ?? '' });
    if (!user || !isRight || user.state !== 'active') {
      const problem = 'Wrong email or password.';
      return c.html(signInPage(readerOf(c, service), { returnUrl, problem }), 401);
    }
    enterAs(c, service, user);
    return c.redirect(returnUrl, 303);
  });

  app.post('/signup', async (c) => {
    const form = await formOf(c);
    const returnUrl = safePath(form.returnUrl);
    if (state.portal.delegation.userRegistration) return delegated(c);
    const { data } = signUp.safeParse(form);
    if (!data || state.users.withEmail(data.email)) {
      const problem = data
        ? 'There is an account with this e-mail address already.'
        : 'All four are needed; a password has 8 characters or more.';
      return c.html(signUpPage(readerOf(c, service), { returnUrl, problem }), 400);
    }
    const user: UserRow = {
      id: randomUUID().replaceAll('-', '').slice(0, 24),
      revision: state.nextRevision(),
      email: data.email,
      firstName: data.firstName,
      lastName: data.lastName,
      state: 'active',
      note: null,
      identities: [{ provider: 'Basic', id: data.email }],
      registeredMs: world.clock.nowMs(),
      passwordHash: passwordHash(state.secret, data.password),
    };
    state.users.put(user);
    enterAs(c, service, user);
    return c.redirect(returnUrl, 303);
  });

  app.post('/profile', (c) =>
    changeOwn(c, (user, form) => {
      const { data } = z.object({ firstName: name, lastName: name }).safeParse(form);
      if (!data)
        return { problem: 'A first and a last name are needed, of 100 characters at most.' };
      state.users.put({ ...user, ...data, revision: state.nextRevision() });
      return { note: 'Your name is changed.' };
    }),
  );

  app.post('/profile/password', (c) =>
    changeOwn(c, (user, form) => {
      const { data } = password.safeParse(form.password);
      if (data === undefined) return { problem: 'A password has 8 characters or more.' };
      const hash = passwordHash(state.secret, data);
      state.users.put({ ...user, passwordHash: hash, revision: state.nextRevision() });
      return { note: 'Your password is changed.' };
    }),
  );

  app.post('/profile/close', (c) =>
    changeOwn(c, (user) => {
      for (const row of state.subscriptions.ownedBy(user.id)) state.subscriptions.delete(row.id);
      state.users.delete(user.id);
      leave(c);
      return { to: '/' };
    }),
  );

  app.post('/products/:id/subscribe', async (c) => {
    const { user } = readerOf(c, service);
    const product = state.products.get(c.req.param('id'));
    if (state.portal.delegation.subscriptions) return delegated(c);
    if (!user || !product || !isVisible(state, product, user.id)) return c.notFound();
    const nowMs = world.clock.nowMs();
    const first = product.approvalRequired ? 'submitted' : 'active';
    const row: SubscriptionRow = {
      id: randomUUID().replaceAll('-', '').slice(0, 24),
      revision: state.nextRevision(),
      ownerId: user.id,
      scope: { kind: 'product', id: product.id },
      displayName: product.displayName.slice(0, 100),
      state: first,
      stateComment: null,
      primaryKey: newKey(),
      secondaryKey: newKey(),
      allowTracing: false,
      createdMs: nowMs,
      expirationMs: null,
      ...datesAfter(first, { startMs: null, endMs: null }, nowMs),
    };
    try {
      refuseOverLimit(service, row);
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      const message = { title: 'Not subscribed', text: error.message };
      return c.html(messagePage(readerOf(c, service), message), 400);
    }
    state.subscriptions.put(row);
    return c.redirect('/subscriptions', 303);
  });

  for (const [action, from, to] of [
    ['cancel', ['active', 'submitted', 'suspended'], 'cancelled'],
    ['renew', ['expired'], 'submitted'],
  ] as const) {
    app.post(`/subscriptions/:id/${action}`, (c) => {
      const row = state.subscriptions.get(c.req.param('id'));
      if (state.portal.delegation.subscriptions) return delegated(c);
      const isOwn = row && row.ownerId === readerOf(c, service).user?.id;
      if (!isOwn || !from.some((one) => one === row.state)) return c.notFound();
      const dates = datesAfter(to, row, world.clock.nowMs());
      state.subscriptions.put({ ...row, state: to, ...dates, revision: state.nextRevision() });
      return c.redirect('/subscriptions', 303);
    });
  }

  async function changeOwn(
    c: Context,
    change: (user: UserRow, form: Readonly<Record<string, string>>) => Changed,
  ): Promise<Response> {
    const { user } = readerOf(c, service);
    if (!user) return c.redirect('/signin', 303);
    if (state.portal.delegation.userRegistration) return delegated(c);
    const changed = change(user, await formOf(c));
    if ('to' in changed) return c.redirect(changed.to, 303);
    const reader = { ...readerOf(c, service), path: '/profile' };
    const shown = state.users.get(user.id) ?? user;
    const page = profilePage(reader, shown, { isDelegated: false, ...changed });
    return c.html(page, 'problem' in changed ? 400 : 200);
  }

  function delegated(c: Context): Response | Promise<Response> {
    const message = {
      title: 'Not done here',
      text: 'This portal has delegated it to another site. Go back and use the link there.',
    };
    return c.html(messagePage(readerOf(c, service), message), 409);
  }
}

type Changed = { readonly note: string } | { readonly problem: string } | { readonly to: string };

async function formOf(c: Context): Promise<Readonly<Record<string, string>>> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([field, value]) =>
      typeof value === 'string' ? [[field, value]] : [],
    ),
  );
}
