import { expect, it } from 'vitest';
import { missingRight } from './missing-right';

it('an action that Azure refuses is named with the role that has it', () => {
  const refused = new Error(
    "The client 'app' with object id '1' does not have authorization to perform action " +
      "'Microsoft.ApiManagement/service/portalsettings/read' over scope '/subscriptions/0' or the scope is invalid.",
  );
  expect(missingRight(refused)).toContain('Microsoft.ApiManagement/service/portalsettings/read');
  expect(missingRight(refused)).toContain('Tollgate provisioning');
});

it('any other failure is not taken for a missing right', () => {
  expect(missingRight(new Error('connect ECONNREFUSED 127.0.0.1:1'))).toBeNull();
  expect(missingRight('rak')).toBeNull();
});
