import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpRecorder,
  type RecordedRequest,
  type ScriptedAnswer,
  startRecorder,
} from '../../testing/http-recorder';
import type { ApiGateway } from '../ports/api-gateway';
import { createApimClient } from './client';
import { createApimGateway } from './gateway';

const BASE =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/tollgate/providers/Microsoft.ApiManagement/service/tollgate-apim';
const NOT_FOUND = error(404, 'ResourceNotFound', 'Subscription not found.');

function error(status: number, code: string, message: string): ScriptedAnswer {
  return { status, json: { error: { code, message, details: null } } };
}

let recorder: HttpRecorder;
afterEach(() => recorder.close());

async function gatewayAnswering(
  answer: (request: RecordedRequest) => ScriptedAnswer,
  more: { usageCounts?: 'all' } = {},
): Promise<ApiGateway> {
  recorder = await startRecorder(answer);
  const settings = {
    subscriptionId: '00000000-0000-0000-0000-000000000000',
    resourceGroup: 'tollgate',
    serviceName: 'tollgate-apim',
    armEndpoint: recorder.url,
    armToken: 'token-1',
    gatewayUrl: '',
    portalUrl: '',
    delegationKeys: [],
    ...more,
  };
  return createApimGateway(createApimClient(settings), settings);
}

function subscription(properties: object): ScriptedAnswer {
  return {
    json: {
      name: 'sub-1',
      properties: {
        ownerId: `${BASE}/users/user-1`,
        scope: `${BASE}/products/basic`,
        displayName: 'My key',
        state: 'active',
        ...properties,
      },
    },
  };
}

const wanted = { subscriptionId: 'sub-1', userId: 'user-1', productId: 'basic', name: 'My key' };

describe('activating a subscription', () => {
  it('makes a missing one under our id, active at once and without emails', async () => {
    const gateway = await gatewayAnswering(({ method }) =>
      method === 'GET' ? NOT_FOUND : { ...subscription({}), status: 201 },
    );
    await expect(gateway.activateSubscription(wanted)).resolves.toBe('made');
    const put = recorder.requests[1];
    expect(put).toMatchObject({ method: 'PUT', path: `${BASE}/subscriptions/sub-1` });
    expect(JSON.parse(put?.body ?? '')).toEqual({
      properties: {
        ownerId: '/users/user-1',
        scope: '/products/basic',
        displayName: 'My key',
        state: 'active',
        allowTracing: false,
      },
    });
    expect(put?.query.get('notify')).toBe('false');
    expect(put?.query.get('appType')).toBe('developerPortal');
  });

  it('changes nothing when everything is as it should be', async () => {
    const gateway = await gatewayAnswering(() => subscription({}));
    await expect(gateway.activateSubscription(wanted)).resolves.toBe('active');
    expect(recorder.requests).toHaveLength(1);
  });

  it('reactivates a suspended one without replacing it, so that its keys stay', async () => {
    const gateway = await gatewayAnswering(() => subscription({ state: 'suspended' }));
    await gateway.activateSubscription(wanted);
    const patch = recorder.requests[1];
    expect(patch?.method).toBe('PATCH');
    expect(patch?.headers['if-match']).toBe('*');
    expect(JSON.parse(patch?.body ?? '')).toEqual({ properties: { state: 'active' } });
  });

  it('reports the product’s limit of subscriptions per user', async () => {
    const gateway = await gatewayAnswering(({ method }) =>
      method === 'GET'
        ? NOT_FOUND
        : error(400, 'ValidationError', 'Subscriptions limit reached for same user'),
    );
    await expect(gateway.activateSubscription(wanted)).resolves.toBe('limit-reached');
  });

  it('never takes over the subscription of another user', async () => {
    const gateway = await gatewayAnswering(() =>
      subscription({ ownerId: `${BASE}/users/user-2`, state: 'suspended' }),
    );
    await expect(gateway.activateSubscription(wanted)).rejects.toMatchObject({ code: 'conflict' });
    expect(recorder.requests).toHaveLength(1);
  });
});

describe('a subscription that is not there', () => {
  it('is none, has no keys and needs no suspending', async () => {
    const gateway = await gatewayAnswering(() => NOT_FOUND);
    await expect(gateway.readSubscription('sub-1')).resolves.toBeNull();
    await expect(gateway.readKeys('sub-1')).resolves.toBeNull();
    await expect(gateway.setSubscriptionState('sub-1', 'suspended')).resolves.toBe('missing');
    await expect(gateway.rotateKey('sub-1', 'primary')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it.each([
    ['the resource group', error(404, 'ResourceGroupNotFound', "Resource group 'x' not found.")],
    [
      'the service',
      error(
        404,
        'ResourceNotFound',
        "The Resource 'Microsoft.ApiManagement/service/x' under resource group 'y' was not found.",
      ),
    ],
  ])('is not reported as a wrong name of %s', async (_, answer) => {
    const gateway = await gatewayAnswering(() => answer);
    await expect(gateway.setSubscriptionState('sub-1', 'suspended')).rejects.toMatchObject({
      code: 'not-configured',
    });
  });
});

describe('a developer account', () => {
  const user = { id: 'user-1', email: "o'brien@example.com", name: 'Pat O’Brien' };

  it('is made with our id and without a password', async () => {
    const gateway = await gatewayAnswering(({ method }) =>
      method === 'GET' ? NOT_FOUND : { status: 201, json: { id: '/users/user-1', properties: {} } },
    );
    await gateway.ensureUser(user);
    const put = recorder.requests[1];
    expect(put?.path).toBe(`${BASE}/users/user-1`);
    expect(JSON.parse(put?.body ?? '')).toEqual({
      properties: {
        state: 'active',
        email: user.email,
        firstName: 'Pat',
        lastName: 'O’Brien',
        appType: 'developerPortal',
      },
    });
  });

  it('that is correct is left unchanged, blocked or not', async () => {
    const gateway = await gatewayAnswering(() => ({
      json: {
        id: '/users/user-1',
        properties: { email: user.email, firstName: 'Pat', lastName: 'O’Brien', state: 'blocked' },
      },
    }));
    await gateway.ensureUser(user);
    expect(recorder.requests).toHaveLength(1);
  });

  it('with the email of another one is refused with a sentence', async () => {
    const gateway = await gatewayAnswering(({ method, path }) => {
      if (method === 'PUT') return error(400, 'ValidationError', 'One or more fields are wrong.');
      if (path.endsWith('/users/user-1')) return NOT_FOUND;
      return {
        json: {
          value: [{ id: `${BASE}/users/user-2`, properties: { email: "O'Brien@example.com" } }],
          nextLink: '',
        },
      };
    });
    await expect(gateway.ensureUser(user)).rejects.toMatchObject({ code: 'email-taken' });
    expect(recorder.requests.at(-1)?.query.get('$filter')).toBe("email eq 'o''brien@example.com'");
  });

  it('gets a portal token that ends when it should, unless it is the administrator', async () => {
    const gateway = await gatewayAnswering(() => ({
      json: { value: 'user-1&202611231000&sig==' },
    }));
    const expires = new Date('2026-11-23T10:00:00Z');
    await expect(gateway.createPortalToken({ userId: 'user-1', expires })).resolves.toBe(
      'user-1&202611231000&sig==',
    );
    expect(JSON.parse(recorder.requests[0]?.body ?? '')).toEqual({
      properties: { keyType: 'primary', expiry: '2026-11-23T10:00:00.000Z' },
    });
    await expect(gateway.createPortalToken({ userId: '1', expires })).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(recorder.requests).toHaveLength(1);
  });
});

describe('usage', () => {
  const window = {
    start: new Date('2026-11-22T00:00:00Z'),
    end: new Date('2026-11-23T00:00:00Z'),
  };

  it('counts what succeeded, on any page, and ends before the end; a second row is reported as the whole', async () => {
    const row = (subscriptionId: string, callCountSuccess: number) => ({
      subscriptionId,
      callCountSuccess,
      callCountTotal: 999,
    });
    const gateway = await gatewayAnswering(({ query }) => ({
      json: query.get('$filter')?.includes('subscriptionId eq')
        ? {
            value: [row('/subscriptions/sub-1', 2), row('/subscriptions/sub-1', 5)],
            nextLink: '',
          }
        : query.has('$skip')
          ? {
              value: [row('/subscriptions/sub-1', 5), { subscriptionId: '/subscriptions/' }],
              nextLink: '',
            }
          : {
              value: [row('/subscriptions/sub-1', 2), row(`${BASE}/subscriptions/sub-2`, 0)],
              nextLink: `${recorder.url}${BASE}/reports/bySubscription?$skip=2`,
            },
    }));
    const rows = [];
    for await (const usage of gateway.readUsage(window)) rows.push(usage);
    expect(rows).toEqual([
      { subscriptionId: 'sub-1', calls: 2 },
      { subscriptionId: 'sub-2', calls: 0 },
      { subscriptionId: 'sub-1', calls: 7 },
    ]);
    expect(recorder.requests[0]?.query.get('$filter')).toBe(
      "timestamp ge datetime'2026-11-22T00:00:00' and timestamp le datetime'2026-11-22T23:59:59'",
    );
  });

  it('counts every call when configured to', async () => {
    const answer = {
      subscriptionId: '/subscriptions/sub-1',
      callCountSuccess: 5,
      callCountTotal: 9,
    };
    const gateway = await gatewayAnswering(() => ({ json: { value: [answer], nextLink: '' } }), {
      usageCounts: 'all',
    });
    const rows = [];
    for await (const usage of gateway.readUsage(window)) rows.push(usage);
    expect(rows).toEqual([{ subscriptionId: 'sub-1', calls: 9 }]);
  });

  it('can be asked for one subscription', async () => {
    const gateway = await gatewayAnswering(() => ({ json: { value: [], nextLink: '' } }));
    for await (const _ of gateway.readUsage({ ...window, subscriptionId: 'sub-1' })) break;
    expect(recorder.requests[0]?.query.get('$filter')).toContain(" and subscriptionId eq 'sub-1'");
  });

  it('is never read across a boundary that reports cannot see', async () => {
    const gateway = await gatewayAnswering(() => ({ json: { value: [] } }));
    const crooked = gateway.readUsage({ ...window, end: new Date('2026-11-22T10:07:00Z') });
    await expect(crooked[Symbol.asyncIterator]().next()).rejects.toThrow(/quarters/);
    expect(recorder.requests).toHaveLength(0);
  });
});

it('a denied request names the missing role', async () => {
  const gateway = await gatewayAnswering(() => error(403, 'AuthorizationFailed', 'no'));
  await expect(gateway.listProducts()).rejects.toMatchObject({
    code: 'not-configured',
    message: expect.stringContaining('role'),
  });
});
