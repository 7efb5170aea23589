import type { AzureState } from './azure-state';
import type { TagRow } from './rows';

const TAGGED_KINDS = ['product', 'api', 'operation'] as const;
export type TaggedKind = (typeof TAGGED_KINDS)[number];

/** Tags of something, in the order in which they were put on it. */
export function tagsOf(state: AzureState, taggedId: string): TagRow[] {
  const tagIds = state.tagged.get(taggedId)?.tagIds ?? [];
  return tagIds.flatMap((id) => state.tags.get(id) ?? []);
}

/** Whether a tag is on at least one thing of a kind. */
export function isTagOn(state: AzureState, tagId: string, kind: TaggedKind): boolean {
  const holders = state.tagged.filter(({ tagIds }) => tagIds.includes(tagId));
  return holders.some(({ id }) => kindOf(id) === kind);
}

export function readTaggedKind(text: string): TaggedKind | null {
  return TAGGED_KINDS.find((kind) => kind === text.toLowerCase()) ?? null;
}

function kindOf(taggedId: string): TaggedKind {
  if (taggedId.startsWith('products/')) return 'product';
  return taggedId.includes('/operations/') ? 'operation' : 'api';
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
