import type { AzureState } from './azure-state';
import type { TagRow } from './rows';

export type TaggedKind = 'product' | 'api' | 'operation';

/** Tags of something, in the order in which they were put on it. */
export function tagsOf(state: AzureState, taggedId: string): TagRow[] {
  const tagIds = state.tagged.get(taggedId)?.tagIds ?? [];
  return tagIds.flatMap((id) => state.tags.get(id) ?? []);
}

/** What goes, goes with its tags; `below` takes everything under an address. */
export function untag(state: AzureState, taggedId: string): void {
  const below = `${taggedId}/`;
  for (const { id } of state.tagged.filter(
    (one) => one.id === taggedId || one.id.startsWith(below),
  ))
    state.tagged.delete(id);
}

/** `?tags=a,b`: rows with any of these tags, by the tags' names as people see them. */
export function withTags<R>(
  state: AzureState,
  rows: readonly R[],
  options: { text: string | undefined; taggedId: (row: R) => string },
): readonly R[] {
  const wanted = new Set(
    (options.text ?? '').split(',').flatMap((one) => one.trim().toLowerCase() || []),
  );
  if (wanted.size === 0) return rows;
  return rows.filter((row) =>
    tagsOf(state, options.taggedId(row)).some((tag) => wanted.has(tag.displayName.toLowerCase())),
  );
}
