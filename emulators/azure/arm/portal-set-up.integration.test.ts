import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callData, userToken } from '../developer/called-data';
import { type StartedAzure, seed, startAzure } from '../started-azure';

let azure: StartedAzure;
beforeEach(async () => {
  azure = await startAzure();
  await seed(azure);
});
afterEach(() => azure.stop());

describe('the portal’s set-up', () => {
  const preview = (path: string, authorization: string, init: RequestInit = {}) =>
    fetch(
      `${azure.armUrl}/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim${path}${path.includes('?') ? '&' : '?'}api-version=2023-03-01-preview`,
      { ...init, headers: { Authorization: authorization, ...init.headers } },
    );

  it('is done by Resource Manager with a SharedAccessSignature and the preview version', async () => {
    const sas = `SharedAccessSignature uid=integration&ex=2026-12-01T00:00:00.0000000Z&sn=${'A'.repeat(86)}==`;
    const put = (path: string, properties?: object) =>
      preview(path, sas, {
        method: 'PUT',
        ...(properties === undefined ? {} : { body: JSON.stringify({ properties }) }),
      });
    const user = { email: 'x@example.com', firstName: 'X', lastName: 'Y', password: 'p' };
    expect((await put('/users/x', user)).status).toBe(201);
    expect((await put('/products/p', { displayName: 'P', state: 'published' })).status).toBe(201);
    expect([200, 201, 202]).toContain(
      (await put('/apis/a', { displayName: 'A', path: 'a', protocols: ['https'] })).status,
    );
    expect((await put('/products/p/apis/a')).status).toBe(201);
    for (const group of ['guests', 'developers']) {
      expect((await put(`/products/p/groups/${group}`)).status).toBe(201);
    }
    expect(await callData(azure, '/products/p')).toMatchObject({ status: 200 });
    const scope = { scope: '/products/p', ownerId: '/users/x', displayName: 'S', state: 'active' };
    expect((await put('/subscriptions/s', scope)).status).toBe(201);
    const gone = { method: 'DELETE', headers: { 'If-Match': '*' } };
    expect((await preview('/products/p?deleteSubscriptions=true', sas, gone)).status).toBe(200);
    expect((await preview('/subscriptions/s', sas)).status).toBe(404);
    expect((await preview('/users/x?deleteSubscriptions=true', sas, gone)).status).toBe(200);
  });

  it('is refused with a signature that has run out, is another’s, or belongs to a mere user', async () => {
    const sas = (ex: string, sn: string) =>
      `SharedAccessSignature uid=integration&ex=${ex}&sn=${sn}`;
    const some = `${'A'.repeat(86)}==`;
    expect((await preview('/users', sas('2026-11-01T00:00:00Z', some))).status).toBe(401);
    expect(
      (await preview('/users', `SharedAccessSignature ${await userToken(azure)}`)).status,
    ).toBe(401);
    expect(
      (await preview('/users', `SharedAccessSignature ${await userToken(azure, '1')}`)).status,
    ).toBe(200);
    await azure.stop();
    azure = await startAzure({ armToken: 'key' });
    const ex = '2026-12-01T00:00:00.0000000Z';
    const sn = createHmac('sha512', 'key').update(`integration\n${ex}`).digest('base64');
    expect((await preview('/users', sas(ex, sn))).status).toBe(200);
    expect((await preview('/users', sas(ex, some))).status).toBe(401);
  });
});
