import { describe, expect, it } from 'vitest';
import {
  type DelegatedRequest,
  type Deviations,
  delegationSignature,
  delegationUrl,
} from './delegation-url';

const KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const SALT = 'c2FsdC1zYWx0LXNhbHQ=';
const DOCUMENTED: Deviations = {
  changeProfileSignsSaltOnly: false,
  subscribeSignsUserFirst: false,
  unsubscribeNamesNoUser: false,
  renewIsRenewSubscription: false,
  returnUrlIsAlwaysRoot: false,
  lowerCaseEscapes: false,
  plusForSpace: false,
  plusNotEscaped: false,
};

describe('the signature of a delegated request', () => {
  it.each([
    [
      ['/products'],
      '5Zk/9ePZKn2Lnrd49VNmaLNuIFl1eQmtWBpAMkI/Mc4zI8vw6IC7Ihl4y3zI77yyucppfC6SKTdmBZLDwUP14w==',
    ],
    [
      ['u1'],
      'Deq3m7ATzO0sT2FC+EaO5kFDBE0qJIE2RmXAIHmgntcKftV5UVXq1mpAZbb8ckY+13qP23WVe+fkRy3pBi++xw==',
    ],
    [
      [],
      'ziD0We7K2V5zZ7K7Ij03cilSA2rpg/SOm3Y+SlSq2k/Udn3sHKNWZuHNlsYwhIV7u83SN9J0093jaHTcHx7MNA==',
    ],
    [
      ['basic', 'u1'],
      'NFb4XhxjjuAWpd16WFcjhFZ1E2Kfincb9TcFPZnvzTs7QOOmGvxouAzmw/CktB1KG/N8a9GCjpZJ4PVMKjJ9zA==',
    ],
    [
      ['s1'],
      'HV4/rk7QY4HAahVmqj3gysVpjhFyxNZjp6gsdNzYrOazk8r2cNLfUPh1tFxLV/E73BHtPVvp3c/5xaycWofr7g==',
    ],
  ])('matches the published vector for %j', (values, signature) => {
    expect(delegationSignature(KEY, [SALT, ...values])).toBe(signature);
  });
});

describe('a delegated address', () => {
  it.each<[DelegatedRequest, string[]]>([
    [{ operation: 'SignIn', returnUrl: '/products/a b?x=1' }, ['/products/a b?x=1']],
    [{ operation: 'SignOut', userId: 'u1' }, ['u1']],
    [{ operation: 'Subscribe', productId: 'basic', userId: 'u1' }, ['basic', 'u1']],
    [{ operation: 'Unsubscribe', subscriptionId: 's1', userId: 'u1' }, ['s1']],
    [{ operation: 'Renew', subscriptionId: 's1' }, ['s1']],
  ])('carries what it signs, decoded: %j', (request, signed) => {
    const text = delegationUrl({
      url: 'https://shop.example/delegation?brand=1',
      validationKey: KEY,
      request,
      deviations: DOCUMENTED,
    });
    const { salt = '', sig, ...parameters } = Object.fromEntries(new URL(text).searchParams);
    expect(parameters).toEqual({ brand: '1', ...request });
    expect(Buffer.from(salt, 'base64')).toHaveLength(32);
    expect(sig).toBe(delegationSignature(KEY, [salt, ...signed]));
  });

  it('signs what real portals have signed, when that is asked for', () => {
    const read = (request: DelegatedRequest) => {
      const deviations = {
        ...DOCUMENTED,
        changeProfileSignsSaltOnly: true,
        subscribeSignsUserFirst: true,
      };
      const url = 'https://shop.example/';
      const text = delegationUrl({ url, validationKey: KEY, request, deviations });
      return Object.fromEntries(new URL(text).searchParams);
    };
    const profile = read({ operation: 'ChangeProfile', userId: 'u1' });
    expect(profile.sig).toBe(delegationSignature(KEY, [profile.salt ?? '']));
    const subscribe = read({ operation: 'Subscribe', productId: 'basic', userId: 'u1' });
    expect(subscribe.sig).toBe(delegationSignature(KEY, [subscribe.salt ?? '', 'u1', 'basic']));
  });

  it('can leave the user out of Unsubscribe and call Renew what the portal’s source calls it', () => {
    const deviations = {
      ...DOCUMENTED,
      unsubscribeNamesNoUser: true,
      renewIsRenewSubscription: true,
    };
    const read = (request: DelegatedRequest) => {
      const url = 'https://shop.example/';
      const text = delegationUrl({ url, validationKey: KEY, request, deviations });
      return Object.fromEntries(new URL(text).searchParams);
    };
    const ended = read({ operation: 'Unsubscribe', subscriptionId: 's1', userId: 'u1' });
    expect(ended).not.toHaveProperty('userId');
    expect(ended.sig).toBe(delegationSignature(KEY, [ended.salt ?? '', 's1']));
    const renewed = read({ operation: 'Renew', subscriptionId: 's1' });
    expect(renewed.operation).toBe('RenewSubscription');
    expect(renewed.sig).toBe(delegationSignature(KEY, [renewed.salt ?? '', 's1']));
  });
});
