import { describe, expect, it } from 'vitest';
import { inFreshAzure } from '../../fixture';
import { type StartedAzure, subscribe } from '../started-azure';
import { delegationSignature } from './delegation-url';

const KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

let azure: StartedAzure;
let cookie: string;
inFreshAzure(async (fresh) => {
  azure = fresh;
  await subscribe(azure);
  await azure.client.subscription.update(...azure.at, 'sub-1', '*', { state: 'expired' });
  await azure.client.delegationSettings.createOrUpdate(...azure.at, {
    url: 'https://shop.example/delegation',
    validationKey: KEY,
    subscriptions: { enabled: true },
    userRegistration: { enabled: true },
  });
  const { value = '' } = await azure.client.user.getSharedAccessToken(...azure.at, 'u1', {
    keyType: 'primary',
    expiry: new Date(azure.world.clock.nowMs() + 3_600_000),
  });
  const entered = await open(`/signin-sso?token=${encodeURIComponent(value)}`);
  cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
});

function open(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${azure.portalUrl}${path}`, { redirect: 'manual', ...init });
}

/** The address that the browser is sent to, as it is written. */
async function sent(path: string, method = 'GET'): Promise<string> {
  const response = await open(path, { method, headers: { cookie } });
  return response.headers.get('location') ?? '';
}

const queryOf = (location: string) => Object.fromEntries(new URL(location).searchParams);
const signed = (salt: string | undefined, ...values: string[]) =>
  delegationSignature(KEY, [salt ?? '', ...values]);

describe('a delegated call, as documented', () => {
  it.each([
    [
      'GET',
      '/delegation-subscribe?productId=basic',
      'Subscribe',
      ['productId', 'userId'],
      ['basic', 'u1'],
    ],
    [
      'GET',
      '/delegation-unsubscribe?subscriptionId=sub-1',
      'Unsubscribe',
      ['subscriptionId', 'userId'],
      ['sub-1'],
    ],
    ['GET', '/delegation-renew?subscriptionId=sub-1', 'Renew', ['subscriptionId'], ['sub-1']],
    ['GET', '/delegation-changeProfile', 'ChangeProfile', ['userId'], ['u1']],
    ['GET', '/change-password', 'ChangePassword', ['userId'], ['u1']],
    ['GET', '/delegation-closeAccount', 'CloseAccount', ['userId'], ['u1']],
    ['POST', '/signout', 'SignOut', ['userId'], ['u1']],
  ])('%s %s is %s', async (method, path, operation, names, values) => {
    const query = queryOf(await sent(path, method));
    expect(Object.keys(query)).toEqual([...names, 'operation', 'salt', 'sig']);
    expect(query.operation).toBe(operation);
    expect(query.sig).toBe(signed(query.salt, ...values));
  });
});

describe('a delegated call that deviates as real portals do', () => {
  const change = (...names: string[]) =>
    azure.azure.changeSettings(Object.fromEntries(names.map((name) => [name, true])));

  it('signs ChangeProfile without its user', async () => {
    change('changeProfileSignsSaltOnly');
    const query = queryOf(await sent('/delegation-changeProfile'));
    expect(query).toMatchObject({ userId: 'u1', sig: signed(query.salt) });
  });

  it('signs Subscribe with the user first', async () => {
    change('subscribeSignsUserFirst');
    const query = queryOf(await sent('/delegation-subscribe?productId=basic'));
    expect(query.sig).toBe(signed(query.salt, 'u1', 'basic'));
  });

  it('names no user in Unsubscribe', async () => {
    change('unsubscribeNamesNoUser');
    const query = queryOf(await sent('/delegation-unsubscribe?subscriptionId=sub-1'));
    expect(Object.keys(query)).toEqual(['subscriptionId', 'operation', 'salt', 'sig']);
    expect(query.sig).toBe(signed(query.salt, 'sub-1'));
  });

  it('calls Renew RenewSubscription', async () => {
    change('renewIsRenewSubscription');
    const query = queryOf(await sent('/delegation-renew?subscriptionId=sub-1'));
    expect(query).toMatchObject({
      operation: 'RenewSubscription',
      sig: signed(query.salt, 'sub-1'),
    });
  });

  it('comes back to / whatever page one came from', async () => {
    change('returnUrlIsAlwaysRoot');
    cookie = '';
    const query = queryOf(await sent('/signin?returnUrl=/products/basic'));
    expect(query).toMatchObject({ returnUrl: '/', sig: signed(query.salt, '/') });
  });

  it('writes escapes in lower case, and a space as +', async () => {
    await azure.client.product.createOrUpdate(...azure.at, 'a b', { displayName: 'Spaced' });
    const path = '/delegation-subscribe?productId=a%20b';
    expect(await sent(path)).toMatch(/\?productId=a%20b&.*&salt=[^&]*%3D&sig=[^&]*%3D%3D$/);
    change('lowerCaseEscapes', 'plusForSpace');
    const location = await sent(path);
    expect(location).toMatch(/\?productId=a\+b&.*&salt=[^&]*%3d&sig=[^&]*%3d%3d$/);
    expect(location).not.toMatch(/%[0-9A-F]?[A-F]/);
    const query = queryOf(location);
    expect(query.sig).toBe(signed(query.salt, 'a b', 'u1'));
  });

  it('leaves + as it is, so that it arrives as a space', async () => {
    change('plusNotEscaped');
    for (;;) {
      const location = await sent('/change-password');
      if (!/sig=[^&]*\+/.test(location)) continue;
      expect(location).not.toContain('%2B');
      const query = queryOf(location);
      expect(query.sig).toContain(' ');
      const [salt, sig] = [query.salt, query.sig].map((text) => text?.replaceAll(' ', '+'));
      expect(sig).toBe(signed(salt, 'u1'));
      break;
    }
  });
});
