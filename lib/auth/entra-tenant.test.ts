import { expect, test } from 'vitest';
import { isOwnTenant } from './entra-tenant';

const OWN = '11111111-2222-3333-4444-555555555555';
const OTHER = '99999999-2222-3333-4444-555555555555';

test('a tenant is the operator’s own by its id, however it is typed', () => {
  expect(isOwnTenant(OWN, OWN)).toBe(true);
  expect(
    isOwnTenant('ABCDEF00-2222-3333-4444-555555555555', 'abcdef00-2222-3333-4444-555555555555'),
  ).toBe(true);
  expect(isOwnTenant(OWN, OTHER)).toBe(false);
});

test('a domain names one tenant, and its token’s issuer was checked against it', () => {
  expect(isOwnTenant('contoso.onmicrosoft.com', OWN)).toBe(true);
  expect(isOwnTenant('contoso.onmicrosoft.com', undefined)).toBe(false);
});

test.each(['common', 'organizations', 'consumers', 'Common'])('%s is anybody’s', (tenant) => {
  expect(isOwnTenant(tenant, OWN)).toBe(false);
  expect(isOwnTenant(tenant, tenant)).toBe(false);
});
