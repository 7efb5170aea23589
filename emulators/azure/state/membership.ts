import type { AzureState } from './azure-state';
import { ADMINISTRATOR_ID } from './azure-state';
import type { GroupRow, ProductRow } from './rows';

/** Groups that a user belongs to; nobody (null) is a guest. */
export function groupsOf(state: AzureState, userId: string | null): GroupRow[] {
  return state.groups.filter((group) => isMember(group, userId));
}

function isMember(group: GroupRow, userId: string | null): boolean {
  if (userId === null) return group.id === 'guests';
  if (group.userIds.includes(userId)) return true;
  return group.id === 'developers' && userId !== ADMINISTRATOR_ID;
}

/** Published, and linked with a group that the reader is in: otherwise the portal doesn't show it. */
export function isVisible(state: AzureState, product: ProductRow, userId: string | null): boolean {
  if (product.state !== 'published') return false;
  const ids = new Set(groupsOf(state, userId).map((group) => group.id));
  // What guests may see, those who are signed in may see too.
  ids.add('guests');
  return product.groupIds.some((id) => ids.has(id));
}
