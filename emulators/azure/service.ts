import type { World } from '../core/world';
import type { AzureSettings } from './azure-settings';
import { CallLog } from './gateway/call-log';
import { QuotaCounters } from './policy/quota-counters';
import { RateWindows } from './policy/rate-windows';
import { AzureState } from './state/azure-state';
import { Switches } from './switches';
import { UsageStore } from './usage/usage-store';

/** The one API Management service, as all its listeners share it. */
export interface Service {
  readonly world: World;
  readonly settings: AzureSettings;
  readonly state: AzureState;
  readonly usage: UsageStore;
  readonly counters: QuotaCounters;
  readonly rates: RateWindows;
  readonly calls: CallLog;
  readonly switches: Switches;
}

export function newService(world: World, settings: AzureSettings): Service {
  return {
    world,
    settings,
    state: new AzureState(() => world.clock.nowMs()),
    usage: new UsageStore(),
    counters: new QuotaCounters(),
    rates: new RateWindows(),
    calls: new CallLog(),
    switches: new Switches(settings),
  };
}

/** Path of a resource in the service, such as `/users/u1`, as a full ARM id. */
export function resourceId(settings: AzureSettings, path: string): string {
  const { azureSubscriptionId, resourceGroup, serviceName } = settings;
  return `/subscriptions/${azureSubscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.ApiManagement/service/${serviceName}${path}`;
}
