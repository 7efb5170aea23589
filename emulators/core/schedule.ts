/** A thing to look at again at an instant. Looking too early or twice must be harmless. */
export interface Task {
  readonly atMs: number;
  readonly kind: string;
  readonly id: string;
}

/** Tasks in order of time (those of one instant in order of entry): a binary heap. */
export class Schedule {
  #heap: (Task & { order: number })[] = [];
  #added = 0;

  add(task: Task): void {
    this.#added += 1;
    this.#heap.push({ ...task, order: this.#added });
    this.#up(this.#heap.length - 1);
  }

  nextDue(): number | undefined {
    return this.#heap[0]?.atMs;
  }

  /** The earliest task, when it is due at `nowMs`. */
  take(nowMs: number): Task | undefined {
    const first = this.#heap[0];
    if (!first || first.atMs > nowMs) return undefined;
    const last = this.#heap.pop();
    if (last && last !== first) {
      this.#heap[0] = last;
      this.#down(0);
    }
    return first;
  }

  snapshot(): readonly Task[] {
    return [...this.#heap]
      .sort((a, b) => a.atMs - b.atMs || a.order - b.order)
      .map(({ atMs, kind, id }) => ({ atMs, kind, id }));
  }

  restore(tasks: readonly Task[]): void {
    this.#heap = [];
    for (const task of tasks) this.add(task);
  }

  #before(a: number, b: number): boolean {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (!one || !other) return false;
    return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
  }

  #swap(a: number, b: number): void {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (!one || !other) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }

  #up(index: number): void {
    let at = index;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #down(index: number): void {
    let at = index;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (this.#before(child, least)) least = child;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }
}
