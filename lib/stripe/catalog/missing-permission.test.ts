import { expect, it } from 'vitest';
import { missingPermission } from './missing-permission';

it('names a permission that the key lacks, and where it is granted', () => {
  const refused = new Error(
    "The provided key 'rk_test_1' does not have the required permissions for this endpoint. Having the " +
      "'rak_billing_meter_write' permission would allow this request to continue.",
  );
  expect(missingPermission(refused)).toContain('rak_billing_meter_write');
  expect(missingPermission(refused)).toContain('Billing meters: write');
});

it('takes no other failure for a missing permission', () => {
  expect(missingPermission(new Error('connect ECONNREFUSED 127.0.0.1:1'))).toBeNull();
  expect(missingPermission('rak')).toBeNull();
});
