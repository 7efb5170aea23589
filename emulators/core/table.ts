export interface Row {
  readonly id: string;
}

export interface Page<R> {
  readonly rows: readonly R[];
  readonly hasMore: boolean;
}

export interface PageOptions<R> {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** Only rows of this group. */
  readonly group?: string | undefined;
  readonly where?: ((row: R) => boolean) | undefined;
}

/**
 * Rows by id, in the order in which they were made. Pages cost what they hold, not what the table
 * holds; with a grouping (invoices by customer), so does finding a group.
 */
export class Table<R extends Row> {
  readonly #groupOf: ((row: R) => string | null) | undefined;
  #rows: (R | undefined)[] = [];
  /** Where rows begin: old ones are mostly deleted in the order of their making. */
  #first = 0;
  #places = new Map<string, number>();
  #groups = new Map<string, Set<string>>();

  constructor(groupOf?: (row: R) => string | null) {
    this.#groupOf = groupOf;
  }

  get size(): number {
    return this.#places.size;
  }

  get(id: string): R | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#rows[place];
  }

  /** Adds a row, or puts it in the place of the one with its id. */
  put(row: R): R {
    const place = this.#places.get(row.id);
    if (place === undefined) {
      this.#places.set(row.id, this.#rows.length);
      this.#rows.push(row);
      this.#regroup(undefined, row);
    } else {
      this.#regroup(this.#rows[place], row);
      this.#rows[place] = row;
    }
    return row;
  }

  delete(id: string): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    this.#regroup(this.#rows[place], undefined);
    this.#rows[place] = undefined;
    this.#places.delete(id);
    while (this.#first < this.#rows.length && !this.#rows[this.#first]) this.#first += 1;
    const holes = this.#rows.length - this.#places.size;
    if (holes > 1000 && holes > this.#places.size) this.restore(this.snapshot());
  }

  /** Oldest first. */
  *all(): Generator<R> {
    for (let at = this.#first; at < this.#rows.length; at += 1) {
      const row = this.#rows[at];
      if (row) yield row;
    }
  }

  /** Oldest first. */
  group(key: string): R[] {
    return [...(this.#groups.get(key) ?? [])].flatMap((id) => this.get(id) ?? []);
  }

  find(test: (row: R) => boolean): R | undefined {
    for (const row of this.all()) if (test(row)) return row;
    return undefined;
  }

  filter(test: (row: R) => boolean): R[] {
    return [...this.all()].filter(test);
  }

  /** Newest first, after or before a row. */
  page(options: PageOptions<R>): Page<R> {
    const source = options.group === undefined ? this.#rows : this.group(options.group);
    const backwards = options.before !== undefined;
    const step = backwards ? 1 : -1;
    const rows: R[] = [];
    for (
      let at = this.#startOf(options, source) + step;
      at >= 0 && at < source.length;
      at += step
    ) {
      const row = source[at];
      if (!row || (options.where && !options.where(row))) continue;
      rows.push(row);
      if (rows.length > options.limit) break;
    }
    const hasMore = rows.length > options.limit;
    if (hasMore) rows.pop();
    return { rows: backwards ? rows.reverse() : rows, hasMore };
  }

  snapshot(): readonly R[] {
    return [...this.all()];
  }

  restore(rows: readonly R[]): void {
    this.#rows = [];
    this.#first = 0;
    this.#places = new Map();
    this.#groups = new Map();
    for (const row of rows) this.put(row);
  }

  #startOf(options: PageOptions<R>, source: readonly (R | undefined)[]): number {
    const id = options.before ?? options.after;
    if (id === undefined) return source.length;
    if (options.group === undefined) return this.#places.get(id) ?? source.length;
    const place = source.findIndex((row) => row?.id === id);
    return place === -1 ? source.length : place;
  }

  #regroup(before: R | undefined, after: R | undefined): void {
    if (!this.#groupOf) return;
    const from = before === undefined ? null : this.#groupOf(before);
    const to = after === undefined ? null : this.#groupOf(after);
    // Staying in its group, a row keeps its place in it.
    if (from === to) return;
    if (before && from !== null) {
      const group = this.#groups.get(from);
      group?.delete(before.id);
      if (group?.size === 0) this.#groups.delete(from);
    }
    if (after && to !== null) {
      const group = this.#groups.get(to) ?? new Set();
      this.#groups.set(to, group.add(after.id));
    }
  }
}
