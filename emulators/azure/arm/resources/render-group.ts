import { resourceId } from '../../service';
import type { GroupRow } from '../../state/rows';
import { resourceNotFound } from '../arm-error';
import type { ArmService } from '../arm-service';
import type { FilterFields } from '../row-filter';

export function needGroup(arm: ArmService, id: string): GroupRow {
  const row = arm.state.groups.get(id);
  if (!row) throw resourceNotFound('Group');
  return row;
}

export function renderGroup(arm: ArmService, row: GroupRow): unknown {
  return {
    id: resourceId(arm.settings, `/groups/${row.id}`),
    type: 'Microsoft.ApiManagement/service/groups',
    name: row.id,
    properties: groupProperties(row),
  };
}

export const groupFields: FilterFields<GroupRow> = {
  name: { value: (row) => row.id, allows: ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] },
  displayName: { value: (row) => row.displayName, allows: 'all' },
  description: { value: (row) => row.description, allows: 'all' },
  externalId: { value: (row) => row.externalId, allows: ['eq'] },
};

export function groupProperties(row: GroupRow): Record<string, unknown> {
  return {
    displayName: row.displayName,
    description: row.description,
    builtIn: row.type === 'system',
    type: row.type,
    externalId: row.externalId,
  };
}
