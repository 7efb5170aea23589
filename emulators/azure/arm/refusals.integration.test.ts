import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedAzure, seed, startAzure, subscribe } from '../started-azure';

let azure: StartedAzure;

beforeAll(async () => {
  azure = await startAzure();
  await seed(azure);
});

afterAll(() => azure.stop());

async function put(path: string, properties: object) {
  const response = await azure.arm(path, {
    method: 'PUT',
    body: JSON.stringify({ properties }),
  });
  const text = await response.text();
  const body = JSON.parse(text || '{}') as { error?: { code: string; message: string } };
  return { status: response.status, ...body.error };
}

describe('ids', () => {
  it.each(['a!', 'a%', 'a*b', 'a#', 'a&b', 'a+b', 'a:b', '<a>', 'a?'])('%s is none', async (id) => {
    const at = encodeURIComponent(id);
    const refused = { status: 400, code: 'ValidationError' };
    expect(await put(`/products/${at}`, { displayName: 'P' })).toMatchObject(refused);
    expect(await put(`/tags/${at}`, { displayName: 'T' })).toMatchObject(refused);
    const properties = { displayName: 'S', scope: '/products/basic' };
    expect(await put(`/subscriptions/${at}`, properties)).toMatchObject(refused);
  });
});

describe('open products', () => {
  it('take no subscriptions, no approval and no limit', async () => {
    const open = { displayName: 'Open', subscriptionRequired: false };
    expect((await put('/products/open', open)).status).toBe(201);
    expect(
      await put('/subscriptions/s-open', { displayName: 'S', scope: '/products/open' }),
    ).toMatchObject({ status: 400, code: 'ValidationError' });
    await subscribe(azure, 'moving');
    await expect(
      azure.client.subscription.update(...azure.at, 'moving', '*', { scope: '/products/open' }),
    ).rejects.toMatchObject({ statusCode: 400 });
    for (const more of [{ approvalRequired: true }, { subscriptionsLimit: 1 }]) {
      expect((await put('/products/open', { ...open, ...more })).status).toBe(400);
      expect((await put('/products/tacit', { displayName: 'T', ...more })).status).toBe(400);
      const update = azure.client.product.update(...azure.at, 'open', '*', more);
      await expect(update).rejects.toMatchObject({ statusCode: 400 });
    }
  });

  it('lose approval and limit when they are opened', async () => {
    const { client, at } = azure;
    const closed = { displayName: 'C', subscriptionRequired: true };
    const more = { approvalRequired: true, subscriptionsLimit: 2 };
    expect((await put('/products/closed', { ...closed, ...more })).status).toBe(201);
    await client.product.update(...at, 'closed', '*', { subscriptionRequired: false });
    const opened = await client.product.get(...at, 'closed');
    expect([opened.approvalRequired ?? null, opened.subscriptionsLimit ?? null]).toEqual([
      null,
      null,
    ]);
  });
});

describe('policies', () => {
  const policy = (value: string, format = 'rawxml') =>
    put('/products/basic/policies/policy', { value, format });

  it('that are legal and not done here are 501 by name', async () => {
    const value =
      '<policies><inbound><base /><validate-jwt header-name="A" /></inbound></policies>';
    expect(await policy(value)).toMatchObject({
      status: 501,
      message: expect.stringContaining('validate-jwt'),
    });
    expect(await policy('https://example.com/policy.xml', 'xml-link')).toMatchObject({
      status: 501,
      message: expect.stringContaining('xml-link'),
    });
  });

  it('that are none are 400', async () => {
    const value = '<policies><inbound><base /><validate-jot /></inbound></policies>';
    expect(await policy(value)).toMatchObject({ status: 400, code: 'ValidationError' });
  });
});
