import type { ApiManagementClient } from '@azure/arm-apimanagement';
import type { ApiGateway } from '../ports/api-gateway';
import { type CallWatch, UNWATCHED } from '../ports/telemetry';
import { createProducts } from './products';
import { apimService } from './service';
import type { ApimSettings } from './settings';
import { createSubscriptions } from './subscriptions';
import { createUsageReader } from './usage';
import { createLogUsageReader } from './usage-log-analytics';
import { createUsers } from './users';

/** Azure API Management as the gateway of the use cases. */
export function createApimGateway(
  client: ApiManagementClient,
  settings: Omit<ApimSettings, 'delegationKeys' | 'gatewayUrl' | 'portalUrl'>,
  watch: CallWatch = UNWATCHED,
): ApiGateway {
  const service = apimService(client, settings);
  return {
    ...createUsers(service),
    ...createProducts(service),
    ...createSubscriptions(service),
    ...(settings.usageLogs
      ? createLogUsageReader(settings.usageLogs, settings, watch)
      : createUsageReader(service, settings.usageCounts)),
  };
}
