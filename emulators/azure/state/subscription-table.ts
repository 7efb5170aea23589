import { Table } from '../../core/table';
import type { SubscriptionRow } from './rows';

/** Subscriptions by id, by key and by owner, so that 100,000 of them cost a call nothing. */
export class SubscriptionTable {
  readonly #rows = new Table<SubscriptionRow>();
  readonly #byKey = new Map<string, string>();
  readonly #byOwner = new Map<string, Set<string>>();

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
    this.#forget(id);
    this.#rows.delete(id);
  }

  snapshot(): readonly SubscriptionRow[] {
    return this.#rows.snapshot();
  }

  restore(rows: readonly SubscriptionRow[]): void {
    this.#byKey.clear();
    this.#byOwner.clear();
    this.#rows.restore([]);
    for (const row of rows) this.put(row);
  }

  #forget(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#byKey.delete(row.primaryKey);
    this.#byKey.delete(row.secondaryKey);
    if (row.ownerId !== null) this.#byOwner.get(row.ownerId)?.delete(id);
  }
}
