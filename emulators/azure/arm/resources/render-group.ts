import { resourceId } from '../../service';
import type { GroupRow } from '../../state/rows';
import { resourceNotFound } from '../arm-error';
import type { ArmService } from '../arm-service';

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

export function groupProperties(row: GroupRow): Record<string, unknown> {
  return {
    displayName: row.displayName,
    description: row.description,
    builtIn: row.type === 'system',
    type: row.type,
    externalId: row.externalId,
  };
}
