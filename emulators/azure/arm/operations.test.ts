import { describe, expect, it } from 'vitest';
import { findOperation } from './operations';
import lines from './operations.json';
import { sdkOperations } from './sdk-operations';

describe('the operations of API Management', () => {
  it('are those of the installed SDK (npm run azure-operations writes them)', async () => {
    expect(lines).toEqual(await sdkOperations());
  });

  it('are found by their own words before any id', () => {
    expect(findOperation('POST', '/users/token/TOKEN')?.name).toBe('user.getSharedAccessToken');
    expect(findOperation('GET', '/portalSettings/delegation')?.name).toBe('delegationSettings.get');
    expect(findOperation('GET', '/groups/g/users/u')).toBeUndefined();
    expect(findOperation('GET', '/')?.name).toBe('apiManagementService.get');
  });

  it('say what the SDK sends and accepts', () => {
    expect(findOperation('DELETE', '/users/u')).toMatchObject({
      query: ['deleteSubscriptions', 'notify', 'appType'],
      ifMatch: 'required',
      statuses: [200, 201, 202, 204],
    });
  });
});
