import { describe, expect, it } from 'vitest';
import { inFreshAzure } from '../../fixture';
import { delegationSignature } from '../portal/delegation-url';
import { type StartedAzure, subscribe } from '../started-azure';
import { callData, type DataCall, userToken } from './called-data';

const KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

let azure: StartedAzure;
inFreshAzure(
  (fresh) => {
    azure = fresh;
  },
  { settings: { reportLagMs: 0 } },
);

const tokenOf = (userId?: string, minutes?: number) => userToken(azure, userId, minutes);
const data = (path: string, options?: DataCall) => callData(azure, path, options);

async function switchDelegationOn(): Promise<void> {
  await azure.client.delegationSettings.createOrUpdate(...azure.at, {
    url: 'https://shop.example/delegation',
    validationKey: KEY,
    subscriptions: { enabled: true },
    userRegistration: { enabled: true },
  });
}

describe('identity', () => {
  it('is that of the token, and a token that ends within five minutes is followed by a new one', async () => {
    const calm = await data('/identity', { token: await tokenOf() });
    expect(calm).toMatchObject({ status: 200, json: { id: 'u1', provider: 'Basic' } });
    expect(calm.headers.get('ocp-apim-sas-token')).toBeNull();
    const ending = await data('/identity', { token: await tokenOf('u1', 4) });
    const next = /^token="(.*==)",refresh="true"$/.exec(
      ending.headers.get('ocp-apim-sas-token') ?? '',
    )?.[1];
    expect(await data('/users/u1', { token: next ?? '' })).toMatchObject({ status: 200 });
  });

  it('is given for an e-mail and a password that were set in Azure, with a token', async () => {
    await azure.client.user.update(...azure.at, 'u1', '*', { password: 'correct horse: battery' });
    const basic = (text: string) => ({
      headers: { Authorization: `Basic ${Buffer.from(text).toString('base64')}` },
    });
    const right = await data('/identity', basic('ADA@example.com:correct horse: battery'));
    expect(right).toMatchObject({ status: 200, json: { id: 'u1' } });
    expect(right.headers.get('ocp-apim-sas-token')).toMatch(/^token="u1&202611231100&/);
    for (const wrong of ['ada@example.com:wrong', 'nobody@example.com:x', 'ada@example.com']) {
      const refused = await data('/identity', basic(wrong));
      expect(refused).toMatchObject({ status: 401, json: { error: { code: 'Unauthorized' } } });
      expect(refused.headers.get('www-authenticate')).toContain('invalid_identity');
    }
  });

  it('is refused to guests, forged and old tokens', async () => {
    const old = await tokenOf('u1', 1);
    await azure.advance(120);
    for (const token of [undefined, old, 'u1&203001010000&AAAA==']) {
      const answer = await data('/identity', token === undefined ? {} : { token });
      expect(answer.status).toBe(401);
    }
  });
});

describe('the catalog', () => {
  it('is flat and paged, the same for guests and below the user’s own path', async () => {
    const token = await tokenOf();
    for (const answer of [
      await data('/products?$top=10&$skip=0&skipWorkspaces=true'),
      await data('/users/u1/products', { token }),
    ]) {
      expect(answer).toMatchObject({
        status: 200,
        json: {
          value: [{ id: 'basic', name: 'Basic', subscriptionRequired: true }],
          count: 1,
          nextLink: '',
        },
      });
      expect(JSON.stringify(answer.json)).not.toContain('"properties"');
    }
    expect(await data('/products/basic/apis')).toMatchObject({
      json: { value: [{ id: 'sample', name: 'Sample API', path: 'sample' }] },
    });
    expect(
      await data("/users/u1/apis?$filter=isCurrent eq true and (contains(name,'ample'))", {
        token,
      }),
    ).toMatchObject({ json: { count: 1 } });
    expect(await data('/apis/sample/operations?$top=2')).toMatchObject({
      json: { count: 3, value: [{ id: 'echo', method: 'GET', urlTemplate: '/echo' }, {}] },
    });
    expect(await data('/apis/sample/operations/status')).toMatchObject({
      json: { templateParameters: [{ name: 'code' }] },
    });
    expect(await data('/apis/sample/products')).toMatchObject({ json: { count: 1 } });
    expect(await data('/apis/sample/hostnames')).toMatchObject({
      json: { value: [{ value: '127.0.0.1:4244' }] },
    });
    expect(await data('/tags')).toMatchObject({ json: { value: [], count: 0 } });
    const byTags = '/apis/sample/operationsByTags?includeNotTaggedOperations=true';
    expect(await data(byTags)).toMatchObject({ json: { value: [{ operation: {} }, {}, {}] } });
  });

  it('shows nothing that the reader’s groups do not see', async () => {
    await azure.client.productGroup.delete(...azure.at, 'basic', 'guests');
    expect(await data('/products')).toMatchObject({ json: { count: 0 } });
    expect((await data('/products/basic')).status).toBe(404);
    expect((await data('/apis/sample')).status).toBe(404);
    const answer = await data('/users/u1/products/basic', { token: await tokenOf() });
    expect(answer.status).toBe(200);
  });
});

describe('a user’s subscriptions', () => {
  it('are made, renamed, found, ended, and their keys shown and changed', async () => {
    const token = await tokenOf();
    const at = '/users/u1/subscriptions';
    const made = await data(`${at}/mine`, {
      token,
      method: 'POST',
      body: { scope: '/products/basic', name: 'First' },
    });
    expect(made).toMatchObject({
      status: 201,
      json: { id: 'mine', name: 'First', state: 'active', scope: '/products/basic' },
    });
    const patch = { token, method: 'PATCH', headers: { 'If-Match': '*' } };
    expect(await data(`${at}/mine`, { ...patch, body: { name: 'Second' } })).toMatchObject({
      json: { name: 'Second', ownerId: '/users/u1' },
    });
    const filter = "$filter=(endswith(scope,'/products/basic')) and (contains(name,'sec'))";
    expect(await data(`${at}?$top=10&${filter}`, { token })).toMatchObject({ json: { count: 1 } });
    const keys = async () =>
      (await data(`${at}/mine/listSecrets`, { token, method: 'POST' })).json as {
        primaryKey: string;
        secondaryKey: string;
      };
    const before = await keys();
    expect((await azure.call('/sample/echo', before.primaryKey)).status).toBe(200);
    const regenerated = await data(`${at}/mine/regeneratePrimaryKey`, { token, method: 'POST' });
    expect(regenerated.status).toBe(204);
    const after = await keys();
    expect(after.primaryKey).not.toBe(before.primaryKey);
    expect(after.secondaryKey).toBe(before.secondaryKey);
    const ended = await data(`${at}/mine`, { ...patch, body: { state: 'Cancelled' } });
    expect(ended).toMatchObject({ status: 200, json: { state: 'cancelled' } });
    expect((await azure.call('/sample/echo', after.primaryKey)).status).toBe(401);
  });

  it('are nobody else’s', async () => {
    await azure.client.user.createOrUpdate(...azure.at, 'u2', {
      email: 'eve@example.com',
      firstName: 'Eve',
      lastName: 'E',
    });
    await subscribe(azure);
    const token = await tokenOf('u2');
    expect((await data('/users/u1/subscriptions', { token })).status).toBe(403);
    const secrets = '/users/u2/subscriptions/sub-1/listSecrets';
    expect((await data(secrets, { token, method: 'POST' })).status).toBe(404);
    expect((await data('/users/u1/subscriptions')).status).toBe(401);
  });

  it('are neither made nor ended here when that is delegated', async () => {
    await subscribe(azure);
    await switchDelegationOn();
    const token = await tokenOf();
    const body = { scope: '/products/basic', name: 'Free ride' };
    const made = await data('/users/u1/subscriptions', { token, method: 'POST', body });
    expect(made.status).toBe(400);
    const ended = await data('/users/u1/subscriptions/sub-1', {
      token,
      method: 'PATCH',
      headers: { 'If-Match': '*' },
      body: { state: 'cancelled' },
    });
    expect(ended.status).toBe(400);
  });
});

describe('delegation', () => {
  it('is reported, and returns addresses that are signed as documented', async () => {
    await subscribe(azure);
    expect(await data('/delegation/settings')).toMatchObject({
      json: { signin: false, subscribe: false },
    });
    await switchDelegationOn();
    expect(await data('/delegation/settings')).toMatchObject({
      json: { signin: true, subscribe: true },
    });
    const post = async (path: string, body: unknown, token?: string) =>
      (
        await data(`/delegation/urls/${path}`, {
          method: 'POST',
          body,
          ...(token === undefined ? {} : { token }),
        })
      ).json as { ssoUrl?: string; redirectUrl?: string };
    const read = (url: string | undefined, ...names: string[]) => {
      const query = new URL(url ?? '').searchParams;
      const signed = names.map((name) => query.get(name) ?? '');
      const lines = [query.get('salt') ?? '', ...signed];
      expect(query.get('sig')).toBe(delegationSignature(KEY, lines));
      return Object.fromEntries(query);
    };
    const { ssoUrl } = await post('signin', { returnUrl: '/products' });
    expect(read(ssoUrl, 'returnUrl')).toMatchObject({ operation: 'SignIn' });
    const up = await post('signup', { returnUrl: '/' });
    expect(read(up.ssoUrl, 'returnUrl')).toMatchObject({ operation: 'SignUp' });
    const token = await tokenOf();
    const ask = async (action: string, body: object) =>
      (await post(`users/u1/${action}`, body, token)).redirectUrl;
    const userId = 'u1';
    expect(
      read(await ask('Subscribe', { productId: 'basic', userId }), 'productId', 'userId'),
    ).toMatchObject({ operation: 'Subscribe' });
    const subscriptionId = 'sub-1';
    expect(
      read(await ask('Unsubscribe', { userId, subscriptionId }), 'subscriptionId'),
    ).toMatchObject({ operation: 'Unsubscribe' });
    expect(
      read(await ask('RenewSubscription', { subscriptionId }), 'subscriptionId'),
    ).toMatchObject({ operation: 'Renew' });
    for (const operation of ['SignOut', 'ChangeProfile', 'ChangePassword', 'CloseAccount']) {
      expect(read(await ask(operation, { userId }), 'userId')).toMatchObject({ operation });
    }
  });
});

it('reports tell a user of their own calls only', async () => {
  const key = await subscribe(azure);
  await azure.call('/sample/echo', key);
  await azure.call('/sample/echo', key);
  const token = await tokenOf();
  const filter = '$filter=timestamp ge 2026-11-23T00:00:00.000Z';
  expect(await data(`/users/u1/reports/byTime?${filter}&interval=PT60M`, { token })).toMatchObject({
    json: { value: [{ callCountTotal: 2, interval: 'PT1H' }], count: 1 },
  });
  const order = '$top=5&$skip=0&$orderby=callCountSuccess desc';
  for (const kind of [
    'ByProduct',
    'bySubscription',
    'byApi',
    'byOperation',
    'ByRegion',
    'ByEndpoint',
  ]) {
    const answer = await data(`/users/u1/reports/${kind}?${filter}&${order}`, { token });
    expect(answer).toMatchObject({ json: { value: [{ callCountSuccess: 2 }] } });
  }
});

it('pages of any origin may call, read the new token, and ask first', async () => {
  const origin = 'http://localhost:8080';
  const asked = await data('/products', {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization,x-ms-apim-client',
    },
  });
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-headers')).toContain('x-ms-apim-client');
  const answer = await data('/products', { headers: { Origin: origin } });
  expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  expect(answer.headers.get('access-control-expose-headers')).toContain('Ocp-Apim-Sas-Token');
});

it('calls without the right api-version, and routes that are not there, are refused', async () => {
  const at = `${azure.portalUrl}/developer/products`;
  expect((await fetch(at)).status).toBe(400);
  expect((await fetch(`${at}?api-version=2021-08-01`)).status).toBe(400);
  expect((await data('/nothing')).status).toBe(501);
});

it('faults and the journal work for the portal’s listener', async () => {
  azure.world.faults.addCall({ listener: 'portal', kind: 'status', status: 429 });
  expect((await data('/products')).status).toBe(429);
  expect((await data('/products')).status).toBe(200);
  expect(azure.world.journal.recent().filter(({ listener }) => listener === 'portal')).toHaveLength(
    2,
  );
});
