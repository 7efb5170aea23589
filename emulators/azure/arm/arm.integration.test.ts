import { describe, expect, it } from 'vitest';
import { inFreshAzure } from '../../fixture';
import { type StartedAzure, seed, subscribe } from '../started-azure';

let azure: StartedAzure;
inFreshAzure(
  (fresh) => {
    azure = fresh;
  },
  { settings: { pageSize: 3 }, prepare: (fresh) => seed(fresh, { subscriptionsLimit: 1 }) },
);

const PUT_USER = { email: 'bob@example.com', firstName: 'Bob', lastName: 'Byte' };

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('Azure Resource Manager', () => {
  it('wants a bearer token, an api-version and the one service', async () => {
    const path = `${azure.armUrl}/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/TOLLGATE/providers/microsoft.apimanagement/service/Tollgate-Apim/Users`;
    const code = async (url: string, headers: HeadersInit = { Authorization: 'Bearer x' }) => {
      const response = await fetch(url, { headers });
      const body = (await response.json()) as { error?: { code: string } };
      return `${response.status} ${body.error?.code ?? ''}`.trim();
    };
    const version = '?api-version=2024-05-01';
    expect(await code(`${path}${version}`)).toBe('200');
    expect(await code(`${path}${version}`, {})).toBe('401 AuthenticationFailed');
    expect(await code(path)).toBe('400 MissingApiVersionParameter');
    expect(await code(`${path}?api-version=2019-01-01`)).toBe('400 InvalidApiVersionParameter');
    expect(await code(`${path}${version}&color=red`)).toBe('400 InvalidQueryParameter');
    expect(await code(path.replace('Tollgate-Apim', 'other') + version)).toBe(
      '404 ResourceNotFound',
    );
  });

  it('answers 501 for a route that it does not have, and names it', async () => {
    const response = await azure.arm('/backends/b', { method: 'PUT', body: '{}' });
    expect(response.status).toBe(501);
    expect(await response.text()).toContain('PUT');
    expect((await azure.arm('/backends')).headers.get('content-type')).toBe(
      'application/json; charset=utf-8',
    );
  });

  it('refuses a field that it does not know, wherever it is', async () => {
    const response = await azure.arm('/users/u2', {
      method: 'PUT',
      body: JSON.stringify({ properties: { ...PUT_USER, nickname: 'B' } }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'ValidationError', details: [{ code: 'ValidationError' }] },
    });
  });
});

describe('users', () => {
  it('are made, read, changed under If-Match and found by e-mail', async () => {
    const { client, at } = azure;
    const made = await client.user.createOrUpdate(...at, 'u2', PUT_USER);
    expect(made).toMatchObject({ name: 'u2', state: 'active', email: 'bob@example.com' });
    const { eTag = '' } = await client.user.getEntityTag(...at, 'u2');
    expect(eTag).toBe(made.eTag);
    const changed = await client.user.update(...at, 'u2', eTag, { note: 'n' });
    expect(changed.note).toBe('n');
    await expect(client.user.update(...at, 'u2', eTag, { note: 'm' })).rejects.toMatchObject({
      statusCode: 412,
      code: 'PreconditionFailed',
      message: 'Resource was modified since last retrieval.',
    });
    const found = await collect(
      client.user.listByService(...at, { filter: "email eq 'BOB@example.com'" }),
    );
    expect(found.map(({ name }) => name)).toEqual(['u2']);
    await expect(client.user.get(...at, 'u9')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
      message: 'User not found.',
    });
  });

  it('keep an e-mail address to themselves', async () => {
    await expect(
      azure.client.user.createOrUpdate(...azure.at, 'u2', {
        ...PUT_USER,
        email: 'ADA@example.com',
      }),
    ).rejects.toMatchObject({ statusCode: 400, code: 'ValidationError' });
  });

  it('come page by page, with a nextLink that the SDK follows', async () => {
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      await azure.client.user.createOrUpdate(...azure.at, id, {
        ...PUT_USER,
        email: `${id}@example.com`,
      });
    }
    const names = (await collect(azure.client.user.listByService(...azure.at))).map(
      (one) => one.name,
    );
    expect(names).toEqual(['1', 'u1', 'a', 'b', 'c', 'd', 'e']);
    const top = await collect(azure.client.user.listByService(...azure.at, { top: 4, skip: 1 }));
    expect(top.map((one) => one.name)).toEqual(['u1', 'a', 'b', 'c']);
    const first = (await (await azure.arm('/users')).json()) as { count: number; nextLink: string };
    expect(first).toMatchObject({ count: 7, nextLink: expect.stringMatching(/^https:.*skip=3/) });
  });

  it('are deleted by an operation that is polled, with their subscriptions', async () => {
    const { client, at } = azure;
    await subscribe(azure);
    await expect(client.user.beginDeleteAndWait(...at, 'u1', '*')).rejects.toMatchObject({
      statusCode: 400,
    });
    const options = { deleteSubscriptions: true, updateIntervalInMs: 1 };
    await client.user.beginDeleteAndWait(...at, 'u1', '*', options);
    await expect(client.user.get(...at, 'u1')).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.subscription.get(...at, 'sub-1')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('get tokens for 30 days at most', async () => {
    const { client, at, world } = azure;
    const mint = (days: number) =>
      client.user.getSharedAccessToken(...at, 'u1', {
        keyType: 'primary',
        expiry: new Date(world.clock.nowMs() + days * 86_400_000),
      });
    expect((await mint(30)).value).toMatch(/^u1&202612231000&[A-Za-z0-9+/]{86}==$/);
    await expect(mint(31)).rejects.toMatchObject({ statusCode: 400, code: 'ValidationError' });
    const { value } = await client.user.generateSsoUrl(...at, 'u1');
    expect(value).toMatch(
      /^https:\/\/tollgate-apim\.portal\.azure-api\.net\/signin-sso\?token=u1%26/,
    );
  });
});

describe('subscriptions', () => {
  it('are made once: a second PUT of the same id changes it and keeps its keys', async () => {
    const { client, at } = azure;
    const key = await subscribe(azure);
    const again = await client.subscription.createOrUpdate(...at, 'sub-1', {
      scope: '/products/basic',
      ownerId: '/users/u1',
      displayName: 'Renamed',
      state: 'active',
    });
    const base =
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim';
    expect(again).toMatchObject({
      id: `${base}/subscriptions/sub-1`,
      ownerId: `${base}/users/u1`,
      scope: `${base}/products/basic`,
      displayName: 'Renamed',
      createdDate: azure.world.clock.now(),
    });
    expect(again.primaryKey).toBeUndefined();
    expect((await client.subscription.listSecrets(...at, 'sub-1')).primaryKey).toBe(key);
  });

  it('are limited per user by the product, while they live', async () => {
    const { client, at } = azure;
    await subscribe(azure);
    await expect(subscribe(azure, 'sub-2')).rejects.toMatchObject({
      statusCode: 400,
      code: 'ValidationError',
      message: 'Subscriptions limit reached for same user',
    });
    await client.subscription.update(...at, 'sub-1', '*', { state: 'cancelled' });
    await subscribe(azure, 'sub-2');
    await expect(
      client.subscription.update(...at, 'sub-1', '*', { state: 'active' }),
    ).rejects.toMatchObject({ statusCode: 400 });
  });

  it('wait as "submitted" unless a state is given', async () => {
    const row = await azure.client.subscription.createOrUpdate(...azure.at, 's', {
      scope: '/apis',
      displayName: 'All',
    });
    expect(row.state).toBe('submitted');
  });

  it('change one key at a time, and the old one stops at once', async () => {
    const { client, at, call } = azure;
    const before = await subscribe(azure);
    const { secondaryKey } = await client.subscription.listSecrets(...at, 'sub-1');
    await client.subscription.regeneratePrimaryKey(...at, 'sub-1');
    expect((await call('/sample/echo', before)).status).toBe(401);
    expect((await call('/sample/echo', secondaryKey ?? '')).status).toBe(200);
  });

  it('are filtered, and listed under their product and user', async () => {
    const { client, at } = azure;
    await subscribe(azure);
    const of = async (items: AsyncIterable<{ name?: string }>) =>
      (await collect(items)).map(({ name }) => name);
    expect(await of(client.subscription.list(...at, { filter: "state eq 'active'" }))).toEqual([
      'sub-1',
    ]);
    expect(await of(client.subscription.list(...at, { filter: "productId eq 'other'" }))).toEqual(
      [],
    );
    expect(await of(client.userSubscription.list(...at, 'u1'))).toEqual(['sub-1']);
    expect(await of(client.productSubscriptions.list(...at, 'basic'))).toEqual(['sub-1']);
    expect((await client.userSubscription.get(...at, 'u1', 'sub-1')).displayName).toBe(
      'Subscription sub-1',
    );
    await client.subscription.delete(...at, 'sub-1', '*');
    await client.subscription.delete(...at, 'sub-1', '*');
  });
});

describe('products, policies, groups and settings', () => {
  it('go through every call of the SDK that provisioning makes', async () => {
    const { client, at } = azure;
    expect((await client.product.get(...at, 'basic')).subscriptionsLimit).toBe(1);
    expect((await collect(client.productApi.listByProduct(...at, 'basic'))).length).toBe(1);
    expect(await client.productApi.checkEntityExists(...at, 'basic', 'sample')).toBeDefined();
    expect(
      (await collect(client.productGroup.listByProduct(...at, 'basic'))).map((g) => g.name),
    ).toEqual(['administrators', 'developers', 'guests']);
    const value =
      '<policies><inbound><base /><rate-limit calls="1" renewal-period="60" /></inbound></policies>';
    await client.productPolicy.createOrUpdate(...at, 'basic', 'policy', {
      value,
      format: 'rawxml',
    });
    const policy = await client.productPolicy.get(...at, 'basic', 'policy', { format: 'rawxml' });
    expect(policy).toMatchObject({ value, format: 'rawxml' });
    expect((await collect(client.apiOperation.listByApi(...at, 'sample'))).length).toBe(3);
    await client.groupUser.create(...at, 'administrators', 'u1');
    expect((await collect(client.userGroup.list(...at, 'u1'))).map((g) => g.name)).toContain(
      'administrators',
    );
    await client.productPolicy.delete(...at, 'basic', 'policy', '*');
    await expect(client.productPolicy.get(...at, 'basic', 'policy')).rejects.toMatchObject({
      statusCode: 404,
    });
    await client.api.beginDeleteAndWait(...at, 'sample', '*');
    expect(await collect(client.productApi.listByProduct(...at, 'basic'))).toEqual([]);
    await client.product.delete(...at, 'basic', '*', { deleteSubscriptions: true });
  });

  it('refuse a policy that Azure would refuse', async () => {
    const put = (inbound: string) =>
      azure.client.productPolicy.createOrUpdate(...azure.at, 'basic', 'policy', {
        value: `<policies><inbound>${inbound}</inbound></policies>`,
        format: 'rawxml',
      });
    for (const bad of [
      '<quota calls="1" renewal-period="10" />',
      '<rate-limit calls="1" renewal-period="301" />',
      '<rate-limit calls="x" renewal-period="60" />',
      '<set-backend base-url="x" />',
      '<quota',
    ]) {
      await expect(put(bad)).rejects.toMatchObject({ statusCode: 400, code: 'ValidationError' });
    }
  });

  it('never tell the validation key of delegation but through listSecrets', async () => {
    const { client, at } = azure;
    const sent = { url: 'https://shop.example/', validationKey: 'YWJj' };
    const answer = await client.delegationSettings.createOrUpdate(...at, {
      ...sent,
      subscriptions: { enabled: true },
    });
    expect(answer).toMatchObject({ url: sent.url, subscriptions: { enabled: true } });
    expect(answer.validationKey).toBeUndefined();
    await client.delegationSettings.update(...at, '*', { userRegistration: { enabled: true } });
    expect(await client.delegationSettings.get(...at)).toMatchObject({
      subscriptions: { enabled: true },
      userRegistration: { enabled: true },
    });
    expect((await client.delegationSettings.listSecrets(...at)).validationKey).toBe('YWJj');
  });
});

it('keeps everything over a restart', async () => {
  const key = await subscribe(azure);
  await azure.call('/sample/echo', key);
  const saved: unknown = JSON.parse(JSON.stringify(azure.azure.snapshot()));
  const before = azure.azure.listSubscriptions();
  azure.azure.restore(undefined);
  expect(azure.azure.counts()).toMatchObject({ subscriptions: 0, users: 1 });
  azure.azure.restore(saved);
  expect(azure.azure.listSubscriptions()).toEqual(before);
  expect((await azure.call('/sample/echo', key)).status).toBe(200);
});
