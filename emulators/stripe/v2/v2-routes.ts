import { eventDestinationRoutes } from './event-destinations';
import { meterSessionRoutes } from './meter-sessions';
import { v2EventRoutes } from './v2-events';
import { v2MeterEventRoutes } from './v2-meter-events';
import type { V2Route } from './v2-route';

/** Everything that the emulator answers under /v2. */
export const v2Routes: readonly V2Route[] = [
  ...v2MeterEventRoutes,
  ...meterSessionRoutes,
  ...eventDestinationRoutes,
  ...v2EventRoutes,
];
