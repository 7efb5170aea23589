import { Table } from '../../core/table';
import type { UserRow } from './rows';

/** Users by id and by e-mail address, which is unique whatever its case. */
export class UserTable {
  readonly #rows = new Table<UserRow>();
  readonly #byEmail = new Map<string, string>();

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): UserRow | undefined {
    return this.#rows.get(id);
  }

  withEmail(email: string): UserRow | undefined {
    const id = this.#byEmail.get(email.toLowerCase());
    return id === undefined ? undefined : this.#rows.get(id);
  }

  all(): Generator<UserRow> {
    return this.#rows.all();
  }

  put(row: UserRow): UserRow {
    this.#forget(row.id);
    this.#byEmail.set(row.email.toLowerCase(), row.id);
    return this.#rows.put(row);
  }

  delete(id: string): void {
    this.#forget(id);
    this.#rows.delete(id);
  }

  snapshot(): readonly UserRow[] {
    return this.#rows.snapshot();
  }

  restore(rows: readonly UserRow[]): void {
    this.#byEmail.clear();
    this.#rows.restore([]);
    for (const row of rows) this.put(row);
  }

  #forget(id: string): void {
    const row = this.#rows.get(id);
    if (row) this.#byEmail.delete(row.email.toLowerCase());
  }
}
