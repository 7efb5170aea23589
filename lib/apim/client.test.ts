import { afterEach, describe, expect, it } from 'vitest';
import { type HttpRecorder, type ScriptedAnswer, startRecorder } from '../../testing/http-recorder';
import { createApimClient } from './client';
import type { ApimSettings } from './settings';
import { transportOptions } from './transport';

const SETTINGS: ApimSettings = {
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'tollgate',
  serviceName: 'tollgate-apim',
  armEndpoint: 'http://127.0.0.1:1',
  armToken: 'token-1',
  gatewayUrl: 'http://127.0.0.1:1',
  portalUrl: 'http://127.0.0.1:1',
  delegationKeys: ['a2V5'],
};

let recorder: HttpRecorder;

async function productsOf(answers: (own: string) => ScriptedAnswer[]): Promise<string[]> {
  recorder = await startRecorder((_, index) => answers(recorder.url)[index] ?? { status: 500 });
  const client = createApimClient({ ...SETTINGS, armEndpoint: recorder.url });
  const names: string[] = [];
  for await (const { name } of client.product.listByService('tollgate', 'tollgate-apim')) {
    names.push(name ?? '');
  }
  return names;
}

const page = (name: string, nextLink = ''): ScriptedAnswer => ({
  json: { value: [{ name }], nextLink },
});

describe('an emulated Resource Manager on this machine', () => {
  afterEach(() => recorder.close());

  it('is asked with the bearer token, on every page', async () => {
    await expect(
      productsOf((own) => [page('a', `${own}/more?$skip=1`), page('b')]),
    ).resolves.toEqual(['a', 'b']);
    expect(recorder.requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Bearer token-1',
      'Bearer token-1',
    ]);
    expect(recorder.requests[0]?.query.get('api-version')).toBe('2024-05-01');
  });

  it('may point to its next page by the address of Azure', async () => {
    await expect(
      productsOf(() => [page('a', 'https://management.azure.com/more?$skip=1'), page('b')]),
    ).resolves.toEqual(['a', 'b']);
  });

  it('is retried when it throttles, with new authentication', async () => {
    await expect(
      productsOf(() => [{ status: 429, headers: { 'retry-after-ms': '1' } }, page('a')]),
    ).resolves.toEqual(['a']);
    expect(recorder.requests).toHaveLength(2);
  });

  it('is asked only once when the time to wait is over', async () => {
    let leftMs = 1_000;
    recorder = await startRecorder(() => {
      leftMs = 0;
      // Longer than the time to wait, whatever the SDK adds by chance.
      return { status: 429, headers: { 'retry-after': '5' } };
    });
    const options = { patience: { leftMs: () => leftMs } };
    const client = createApimClient({ ...SETTINGS, armEndpoint: recorder.url }, options);
    const asked = () => client.product.get('tollgate', 'tollgate-apim', 'basic');
    await expect(asked()).rejects.toMatchObject({ name: 'AbortError' });
    await expect(asked()).rejects.toMatchObject({ name: 'AbortError' });
    expect(recorder.requests).toHaveLength(1);
  });

  it('is not followed to where it points', async () => {
    const elsewhere = { status: 307, headers: { location: '/elsewhere' } };
    await expect(productsOf(() => [elsewhere, page('a')])).rejects.toThrow();
    expect(recorder.requests).toHaveLength(1);
  });
});

describe('settings of API Management', () => {
  it.each([
    ['http to another machine', { armEndpoint: 'http://arm.test' }],
    ['a real credential over http', { armToken: null }],
    ['a subscription that is no UUID', { subscriptionId: 'mine' }],
    ['a service name that Azure would not have', { serviceName: '9bad' }],
    ['a resource group with a slash', { resourceGroup: 'a/b' }],
  ])('are refused for %s', (_, changes) => {
    expect(() => createApimClient({ ...SETTINGS, ...changes })).toThrow(
      expect.objectContaining({ code: 'not-configured' }),
    );
  });

  it('for Azure itself sign in nowhere until the first call', () => {
    const settings = { armEndpoint: 'https://management.azure.com', armToken: null };
    expect(() => createApimClient({ ...SETTINGS, ...settings })).not.toThrow();
  });

  it('use another cloud at its own address', () => {
    expect(transportOptions('https://management.chinacloudapi.cn').endpoint).toBe(
      'https://management.chinacloudapi.cn',
    );
  });
});
