import type { Service } from '../service';
import type { LongOperations } from './long-operations';

/** What every resource of Azure Resource Manager's app is given. */
export interface ArmService extends Service {
  readonly operations: LongOperations;
}

/** Renders a resource in ARM's shape. `type` is the part behind `Microsoft.ApiManagement/service/`. */
export interface Rendered {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
