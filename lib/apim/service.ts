import type { ApiManagementClient } from '@azure/arm-apimanagement';
import type { ApimSettings } from './settings';

/** The client together with the two names that every call starts with. */
export interface ApimService {
  client: ApiManagementClient;
  at: readonly [resourceGroup: string, serviceName: string];
}

export function apimService(
  client: ApiManagementClient,
  settings: Pick<ApimSettings, 'resourceGroup' | 'serviceName'>,
): ApimService {
  return { client, at: [settings.resourceGroup, settings.serviceName] };
}
