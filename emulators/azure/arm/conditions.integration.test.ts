import { describe, expect, it } from 'vitest';
import { inFreshAzure } from '../../fixture';
import { type StartedAzure, subscribe } from '../started-azure';

let azure: StartedAzure;
inFreshAzure((fresh) => {
  azure = fresh;
});

async function code(path: string, init: RequestInit = {}): Promise<string> {
  const response = await azure.arm(path, init);
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as { error?: { code: string } };
  return `${response.status} ${body.error?.code ?? ''}`.trim();
}

const patch = (headers: Record<string, string>, properties: object = { note: 'n' }) => ({
  method: 'PATCH',
  headers,
  body: JSON.stringify({ properties }),
});

describe('conditions of a request', () => {
  it('want If-Match with every change, and the tag that is there', async () => {
    const etag = (await azure.arm('/users/u1')).headers.get('etag') ?? '';
    expect(await code('/users/u1', patch({}))).toBe('428 PreconditionRequired');
    expect(await code('/users/u1', patch({ 'If-Match': '"AAAA"' }))).toBe('412 PreconditionFailed');
    expect(await code('/users/u1', patch({ 'If-Match': etag }))).toBe('200');
    expect(await code('/users/u1', patch({ 'If-Match': etag }))).toBe('412 PreconditionFailed');
    expect(await code('/users/u1', patch({ 'If-Match': '*' }))).toBe('200');
    expect(await code('/users/nobody', patch({ 'If-Match': '*' }))).toBe('404 ResourceNotFound');
  });

  it('are no must for a DELETE, but hold where they are sent', async () => {
    await subscribe(azure);
    const stale = { method: 'DELETE', headers: { 'If-Match': '"AAAA"' } };
    for (const path of ['/subscriptions/sub-1', '/products/basic', '/apis/sample', '/users/u1'])
      expect(await code(path, stale)).toBe('412 PreconditionFailed');
    const plain = { method: 'DELETE' };
    expect(await code('/subscriptions/sub-1', plain)).toBe('200');
    expect(await code('/subscriptions/sub-1', plain)).toBe('204');
    expect(await code('/products/basic', plain)).toBe('200');
    expect(await code('/apis/sample', plain)).toMatch(/^20[02]$/);
    expect(await code('/users/u1', plain)).toBe('202');
  });

  it('an ETag comes with all that is put, also with what is long in the making', async () => {
    const put = (properties: object) => ({ method: 'PUT', body: JSON.stringify({ properties }) });
    const echo = { displayName: 'More', path: 'more', protocols: ['https'] };
    const tagged = [
      await azure.arm('/apis/more', put(echo)),
      await azure.arm('/tags/public', put({ displayName: 'Public' })),
      await azure.arm('/products/basic/tags/public', { method: 'PUT' }),
      await azure.arm('/apis/sample/tags/public', { method: 'PUT' }),
    ];
    expect(tagged.map((one) => one.status)).toEqual([202, 201, 201, 201]);
    for (const one of tagged) expect(one.headers.get('etag')).toMatch(/^".+"$/);
  });

  it('let a PUT make what is not there, and only that, with If-None-Match', async () => {
    const put = {
      method: 'PUT',
      headers: { 'If-None-Match': '*' },
      body: JSON.stringify({ properties: { displayName: 'Public' } }),
    };
    expect(await code('/tags/public', put)).toBe('201');
    expect(await code('/tags/public', put)).toBe('412 PreconditionFailed');
  });

  it('save a GET its body while the tag is the same', async () => {
    const etag = (await azure.arm('/users/u1')).headers.get('etag') ?? '';
    const headers = { 'If-None-Match': etag };
    const same = await azure.arm('/users/u1', { headers });
    expect([same.status, same.headers.get('etag'), await same.text()]).toEqual([304, etag, '']);
    await azure.client.user.update(...azure.at, 'u1', '*', { note: 'n' });
    expect((await azure.arm('/users/u1', { headers })).status).toBe(200);
  });
});

describe('an operation', () => {
  it('takes its own query parameters and no others', async () => {
    expect(await code('/products?expandGroups=true&tags=a')).toBe('200');
    expect(await code('/users?tags=a')).toBe('400 InvalidQueryParameter');
    expect(await code('/subscriptions/s?notify=false')).toBe('400 InvalidQueryParameter');
    expect(await code('/users?$top=0')).toBe('400 ValidationError');
    expect(await code('/users?$skip=-1')).toBe('400 ValidationError');
  });

  it('that is HEAD alone is not answered to GET, and the other way round', async () => {
    await azure.client.groupUser.create(...azure.at, 'administrators', 'u1');
    expect((await azure.arm('/groups/administrators/users/u1', { method: 'HEAD' })).status).toBe(
      204,
    );
    expect(await code('/groups/administrators/users/u1')).toBe('501 NotImplemented');
    expect((await azure.arm('/users', { method: 'HEAD' })).status).toBe(501);
    const head = await azure.arm('/users/u1', { method: 'HEAD' });
    expect([head.status, head.headers.get('etag')]).toEqual([200, expect.stringMatching(/^".+"$/)]);
  });

  it('that is not built names itself', async () => {
    const response = await azure.arm('/backends/b', { method: 'PUT', body: '{}' });
    expect([response.status, await response.text()]).toEqual([
      501,
      expect.stringContaining('backend.createOrUpdate'),
    ]);
  });

  it('deletes a user at once for versions that know no polling', async () => {
    await subscribe(azure);
    const url = `${azure.armUrl}/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim/users/u1?deleteSubscriptions=true&api-version=2022-08-01`;
    const headers = { Authorization: 'Bearer x', 'If-Match': '*' };
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200);
  });
});

describe('the user-delete operation', () => {
  it('answers both addresses, each of which says when it is done', async () => {
    const accepted = await azure.arm('/users/u1', {
      method: 'DELETE',
      headers: { 'If-Match': '*' },
    });
    expect(accepted.status).toBe(202);
    const at = (name: string) => {
      const url = new URL(accepted.headers.get(name) ?? '');
      expect(url.protocol).toBe('https:');
      return `${azure.armUrl}${url.pathname}${url.search}`;
    };
    const headers = { Authorization: 'Bearer x' };
    const state = async () =>
      (await (await fetch(at('azure-asyncoperation'), { headers })).json()) as object;
    expect(await state()).toMatchObject({ status: 'InProgress' });
    expect(await state()).toMatchObject({ status: 'Succeeded' });
    const second = await fetch(at('location'), { headers });
    expect([second.status, await second.text()]).toEqual([204, '']);
  });
});

describe('tags', () => {
  it('are put on products, APIs and operations, found by them, and go with what they are on', async () => {
    const { client, at } = azure;
    const names = async (rows: AsyncIterable<{ name?: string }>) => {
      const all: (string | undefined)[] = [];
      for await (const row of rows) all.push(row.name);
      return all;
    };
    await client.tag.createOrUpdate(...at, 'public', { displayName: 'Public' });
    await client.tag.createOrUpdate(...at, 'beta', { displayName: 'Beta' });
    await client.tag.assignToProduct(...at, 'basic', 'public');
    await client.tag.assignToApi(...at, 'sample', 'public');
    await client.tag.assignToOperation(...at, 'sample', 'echo', 'beta');
    expect(await names(client.tag.listByProduct(...at, 'basic'))).toEqual(['public']);
    expect(await names(client.tag.listByService(...at, { scope: 'operation' }))).toEqual(['beta']);
    expect(await names(client.product.listByService(...at, { tags: 'Public' }))).toEqual(['basic']);
    expect(await names(client.api.listByService(...at, { tags: 'Beta' }))).toEqual([]);
    expect(await names(client.apiOperation.listByApi(...at, 'sample', { tags: 'Beta' }))).toEqual([
      'echo',
    ]);
    await client.tag.getEntityStateByApi(...at, 'sample', 'public');
    await client.tag.detachFromApi(...at, 'sample', 'public');
    await expect(client.tag.getByApi(...at, 'sample', 'public')).rejects.toMatchObject({
      statusCode: 404,
    });
    await client.tag.delete(...at, 'public', '*');
    expect(await names(client.tag.listByProduct(...at, 'basic'))).toEqual([]);
  });
});
