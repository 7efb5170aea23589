import { describe, expect, it } from 'vitest';
import { inFreshAzure } from '../../fixture';
import { type StartedAzure, subscribe } from '../started-azure';
import { delegationSignature } from './delegation-url';

const KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

let azure: StartedAzure;
inFreshAzure((fresh) => {
  azure = fresh;
});

async function switchDelegationOn(): Promise<void> {
  await azure.client.delegationSettings.createOrUpdate(...azure.at, {
    url: 'https://shop.example/delegation',
    validationKey: KEY,
    subscriptions: { enabled: true },
    userRegistration: { enabled: true },
  });
}

async function token(minutes = 15): Promise<string> {
  const expiry = new Date(azure.world.clock.nowMs() + minutes * 60_000);
  const { value } = await azure.client.user.getSharedAccessToken(...azure.at, 'u1', {
    keyType: 'primary',
    expiry,
  });
  return value ?? '';
}

/** Signs in; answers the cookie. */
async function signIn(): Promise<string> {
  const response = await open(
    `/signin-sso?token=${encodeURIComponent(await token())}&returnUrl=/products`,
  );
  expect(response.headers.get('location')).toBe('/products');
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

function open(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${azure.portalUrl}${path}`, { redirect: 'manual', ...init });
}

function delegated(response: Response): Record<string, string> {
  expect(response.status).toBe(302);
  const url = new URL(response.headers.get('location') ?? '');
  expect(`${url.origin}${url.pathname}`).toBe('https://shop.example/delegation');
  return Object.fromEntries(url.searchParams);
}

describe('the developer portal', () => {
  it('shows products that are published and linked with a group of the reader only', async () => {
    await azure.client.product.createOrUpdate(...azure.at, 'hidden', {
      displayName: 'Hidden product',
      state: 'published',
    });
    const page = await (await open('/products')).text();
    expect(page).toContain('For those who begin.');
    expect(page).not.toContain('Hidden product');
    expect((await open('/products/hidden')).status).toBe(404);
    await azure.client.product.update(...azure.at, 'basic', '*', { state: 'notPublished' });
    expect((await open('/products/basic')).status).toBe(404);
  });

  it('says so while what it delegates to has no address', async () => {
    azure.azure.changeSettings({ delegateRegistration: true });
    const response = await open('/signin');
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('Delegation is off');
  });

  it('delegates signing in and up with the page to come back to, signed', async () => {
    await switchDelegationOn();
    const { salt = '', sig, ...rest } = delegated(await open('/signup?returnUrl=/products/basic'));
    expect(rest).toEqual({ operation: 'SignUp', returnUrl: '/products/basic' });
    expect(sig).toBe(delegationSignature(KEY, [salt, '/products/basic']));
    const elsewhere = delegated(await open('/signin?returnUrl=https://evil.example/'));
    expect(elsewhere.returnUrl).toBe('/');
  });

  it('signs in with a token, and with nothing that looks like one', async () => {
    const cookie = await signIn();
    expect(await (await open('/profile', { headers: { cookie } })).text()).toContain(
      'ada@example.com',
    );
    const good = await token();
    const forged = good.replace('u1&', '1&');
    for (const bad of ['', 'x', forged, `${good}x`]) {
      const response = await open(`/signin-sso?token=${encodeURIComponent(bad)}`);
      expect(response.status).toBe(401);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
    await azure.advance(15 * 60);
    expect((await open(`/signin-sso?token=${encodeURIComponent(good)}`)).status).toBe(401);
    const after = await open('/profile', { headers: { cookie } });
    expect(after.headers.get('location')).toBe('/signin?returnUrl=%2Fprofile');
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', '@evil.example'])(
    'leads nowhere else after signing in: %s',
    async (returnUrl) => {
      const query = new URLSearchParams({ token: await token(), returnUrl });
      const response = await open(`/signin-sso?${query}`);
      expect(response.headers.get('location')).toBe('/');
    },
  );

  it('delegates what a user asks for, with the user', async () => {
    await switchDelegationOn();
    await subscribe(azure);
    const cookie = await signIn();
    const ask = async (path: string) => delegated(await open(path, { headers: { cookie } }));
    expect(await ask('/delegation-subscribe?productId=basic')).toMatchObject({
      operation: 'Subscribe',
      productId: 'basic',
      userId: 'u1',
    });
    expect(await ask('/delegation-unsubscribe?subscriptionId=sub-1')).toMatchObject({
      operation: 'Unsubscribe',
      subscriptionId: 'sub-1',
    });
    expect(await ask('/delegation-closeAccount')).toMatchObject({
      operation: 'CloseAccount',
      userId: 'u1',
    });
    expect(await ask('/change-password')).toMatchObject({ operation: 'ChangePassword' });
    expect(await ask('/delegation-changeProfile')).toMatchObject({ operation: 'ChangeProfile' });
  });

  it('forgets its session before it delegates signing out', async () => {
    await switchDelegationOn();
    const cookie = await signIn();
    const response = await open('/signout', { method: 'POST', headers: { cookie } });
    expect(response.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(delegated(response)).toMatchObject({ operation: 'SignOut', userId: 'u1' });
  });

  it('shows keys on request only, and renames, for the owner alone', async () => {
    const key = await subscribe(azure);
    const cookie = await signIn();
    const list = await (await open('/subscriptions', { headers: { cookie } })).text();
    expect(list).toContain('Subscription sub-1');
    expect(list).not.toContain(key);
    const post = (path: string, body?: URLSearchParams) =>
      open(path, { method: 'POST', headers: { cookie }, ...(body ? { body } : {}) });
    expect(await (await post('/subscriptions/sub-1/keys')).text()).toContain(key);
    await post('/subscriptions/sub-1/name', new URLSearchParams({ name: 'Mine <b>' }));
    const row = await azure.client.subscription.get(...azure.at, 'sub-1');
    expect(row.displayName).toBe('Mine <b>');
    expect(await (await open('/subscriptions', { headers: { cookie } })).text()).toContain(
      'Mine &lt;b&gt;',
    );
    await azure.client.subscription.createOrUpdate(...azure.at, 'foreign', {
      scope: '/products/basic',
      displayName: 'Foreign',
      state: 'active',
    });
    expect((await post('/subscriptions/foreign/keys')).status).toBe(404);
  });

  it('takes no form from another site', async () => {
    await subscribe(azure);
    const cookie = await signIn();
    const response = await open('/subscriptions/sub-1/primary', {
      method: 'POST',
      headers: { cookie, origin: 'https://evil.example' },
    });
    expect(response.status).toBe(403);
  });
});

it('a page meets the faults that are switched on for the portal, and is journalled', async () => {
  azure.world.faults.addCall({
    listener: 'portal',
    path: '/products',
    kind: 'status',
    status: 503,
  });
  expect((await open('/products')).status).toBe(503);
  expect((await open('/products')).status).toBe(200);
  const seen = azure.world.journal.recent().filter(({ listener }) => listener === 'portal');
  expect(seen.map(({ status }) => status)).toEqual([200, 503]);
});
