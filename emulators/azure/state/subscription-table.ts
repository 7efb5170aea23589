import { Table } from '../../core/table';
import type { SubscriptionRow, SubscriptionState } from './rows';

/** A subscription came to be in a state; `deleted` when it is gone. */
export interface StateChange {
  readonly id: string;
  readonly state: SubscriptionState | 'deleted';
  readonly atMs: number;
}

/** Subscriptions by id, by key and by owner, so that 100,000 of them cost a call nothing. */
export class SubscriptionTable {
  readonly #rows = new Table<SubscriptionRow>();
  readonly #byKey = new Map<string, string>();
  readonly #byOwner = new Map<string, Set<string>>();
  readonly #nowMs: () => number;
  #changes: StateChange[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Every change of a state, oldest first. */
  get changes(): readonly StateChange[] {
    return this.#changes;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): SubscriptionRow | undefined {
    return this.#rows.get(id);
  }

  withKey(key: string): SubscriptionRow | undefined {
    const id = this.#byKey.get(key);
    return id === undefined ? undefined : this.#rows.get(id);
  }

  ownedBy(userId: string): SubscriptionRow[] {
    return [...(this.#byOwner.get(userId) ?? [])].flatMap((id) => this.#rows.get(id) ?? []);
  }

  all(): Generator<SubscriptionRow> {
    return this.#rows.all();
  }

  put(row: SubscriptionRow): SubscriptionRow {
    if (this.get(row.id)?.state !== row.state) this.#note(row.id, row.state);
    return this.#keep(row);
  }

  #keep(row: SubscriptionRow): SubscriptionRow {
    this.#forget(row.id);
    this.#byKey.set(row.primaryKey, row.id);
    this.#byKey.set(row.secondaryKey, row.id);
    if (row.ownerId !== null) {
      const owned = this.#byOwner.get(row.ownerId) ?? new Set();
      this.#byOwner.set(row.ownerId, owned.add(row.id));
    }
    return this.#rows.put(row);
  }

  delete(id: string): void {
    if (this.get(id)) this.#note(id, 'deleted');
    this.#forget(id);
    this.#rows.delete(id);
  }

  snapshot(): readonly SubscriptionRow[] {
    return this.#rows.snapshot();
  }

  restore(rows: readonly SubscriptionRow[], changes: readonly StateChange[]): void {
    this.#changes = [...changes];
    this.#byKey.clear();
    this.#byOwner.clear();
    this.#rows.restore([]);
    for (const row of rows) this.#keep(row);
  }

  #note(id: string, state: StateChange['state']): void {
    this.#changes.push({ id, state, atMs: this.#nowMs() });
  }

  #forget(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#byKey.delete(row.primaryKey);
    this.#byKey.delete(row.secondaryKey);
    if (row.ownerId !== null) this.#byOwner.get(row.ownerId)?.delete(id);
  }
}
