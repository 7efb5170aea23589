import { describe, expect, it } from 'vitest';
import { inFreshAzure } from '../../fixture';
import type { StartedAzure } from '../started-azure';

let azure: StartedAzure;
inFreshAzure((fresh) => {
  azure = fresh;
});

const PERSON = {
  firstName: 'Grace',
  lastName: 'Hopper',
  email: 'grace@example.com',
  password: 'nanoseconds',
};

function open(path: string, cookie = '', form?: Record<string, string>): Promise<Response> {
  return fetch(`${azure.portalUrl}${path}`, {
    redirect: 'manual',
    headers: { cookie },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
}

const cookieOf = (response: Response) =>
  (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

describe('a portal that delegates nothing', () => {
  it('signs up, out and in by itself, with the right password only', async () => {
    expect(await (await open('/signin')).text()).toContain('type="password"');
    const joined = await open('/signup', '', { ...PERSON, returnUrl: '/products' });
    expect([joined.status, joined.headers.get('location')]).toEqual([303, '/products']);
    expect(await (await open('/profile', cookieOf(joined))).text()).toContain(PERSON.email);
    expect((await open('/signup', '', PERSON)).status).toBe(400);
    expect((await open('/signup', '', { ...PERSON, email: 'no' })).status).toBe(400);
    const { email, password } = PERSON;
    expect((await open('/signin', '', { email, password: 'guess-work' })).status).toBe(401);
    const entered = await open('/signin', '', { email, password, returnUrl: '//evil.example' });
    expect(entered.headers.get('location')).toBe('/');
    const left = await open('/signout', cookieOf(entered), {});
    expect(left.headers.get('location')).toBe('/');
  });

  it('changes the profile and the password, and closes the account', async () => {
    const cookie = cookieOf(await open('/signup', '', PERSON));
    const named = await open('/profile', cookie, { firstName: 'Amazing', lastName: 'Grace' });
    expect(await named.text()).toMatch(/role="status">Your name is changed/);
    const short = await open('/profile/password', cookie, { password: 'short' });
    expect([short.status, await short.text()]).toEqual([
      400,
      expect.stringMatching(/role="alert"/),
    ]);
    const kept = await open('/profile/password', cookie, { password: 'picoseconds' });
    expect(await kept.text()).toContain('Your password is changed.');
    expect(await (await open('/profile', cookie)).text()).toContain('Amazing Grace');
    const { email } = PERSON;
    expect((await open('/signin', '', { email, password: PERSON.password })).status).toBe(401);
    expect((await open('/signin', '', { email, password: 'picoseconds' })).status).toBe(303);
    expect((await open('/profile/close', cookie, {})).headers.get('location')).toBe('/');
    expect((await open('/signin', '', { email, password: 'picoseconds' })).status).toBe(401);
  });

  it('subscribes, cancels and renews', async () => {
    const { client, at } = azure;
    const cookie = cookieOf(await open('/signup', '', PERSON));
    expect(await (await open('/products/basic', cookie)).text()).toContain(
      '/products/basic/subscribe',
    );
    await open('/products/basic/subscribe', cookie, {});
    const owned = async () => {
      const rows = [];
      for await (const row of client.subscription.list(...at)) rows.push(row);
      return rows[0];
    };
    const made = await owned();
    expect(made?.state).toBe('active');
    await open(`/subscriptions/${made?.name}/cancel`, cookie, {});
    expect((await owned())?.state).toBe('cancelled');
    await client.subscription.update(...at, made?.name ?? '', '*', { state: 'expired' });
    await open(`/subscriptions/${made?.name}/renew`, cookie, {});
    expect((await owned())?.state).toBe('submitted');
    const other = cookieOf(await open('/signup', '', { ...PERSON, email: 'other@example.com' }));
    expect((await open(`/subscriptions/${made?.name}/cancel`, other, {})).status).toBe(404);
  });
});

it('a portal that delegates subscriptions alone keeps its own sign-in', async () => {
  await azure.client.delegationSettings.createOrUpdate(...azure.at, {
    url: 'https://shop.example/delegation',
    validationKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
    subscriptions: { enabled: true },
    userRegistration: { enabled: true },
  });
  expect((await open('/signin')).status).toBe(302);
  azure.azure.changeSettings({ delegateRegistration: false });
  expect((await open('/signin')).status).toBe(200);
  const cookie = cookieOf(await open('/signup', '', PERSON));
  const sent = await open('/delegation-subscribe?productId=basic', cookie);
  expect(sent.headers.get('location')).toMatch(
    /^https:\/\/shop\.example\/delegation\?productId=basic&userId=\w+&operation=Subscribe&salt=/,
  );
  expect((await open('/products/basic/subscribe', cookie, {})).status).toBe(409);
  expect(await azure.client.delegationSettings.get(...azure.at)).toMatchObject({
    subscriptions: { enabled: true },
    userRegistration: { enabled: false },
  });
});
