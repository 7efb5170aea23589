import { lastReadThrough } from '../../db/runs';
import { completeThrough } from '../../domain/usage/complete-through';
import type { Needs } from '../deps';

/** The instant up to which every call is counted, for pages; null before the first count. */
export async function usageCompleteThrough(deps: Needs<'db' | 'settings'>): Promise<Date | null> {
  const readAt = await lastReadThrough(deps.db);
  return readAt && completeThrough(readAt, deps.settings.usageLagMinutes);
}
