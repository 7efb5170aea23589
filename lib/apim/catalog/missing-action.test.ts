import { expect, it } from 'vitest';
import { missingAction } from './missing-action';

it('names an action that Azure denies, with the role that grants it', () => {
  const refused = new Error(
    "The client 'app' with object id '1' does not have authorization to perform action " +
      "'Microsoft.ApiManagement/service/portalsettings/read' over scope '/subscriptions/0' or the scope is invalid.",
  );
  expect(missingAction(refused)).toContain('Microsoft.ApiManagement/service/portalsettings/read');
  expect(missingAction(refused)).toContain('Tollgate provisioning');
});

it('reports no other failure as a missing action', () => {
  expect(missingAction(new Error('connect ECONNREFUSED 127.0.0.1:1'))).toBeNull();
  expect(missingAction("perform action 'x'")).toBeNull();
});
