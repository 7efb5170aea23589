interface Waiting<I, O> {
  item: I;
  resolve: (outcome: O) => void;
  reject: (error: unknown) => void;
}

/**
 * Turns work on many items into a function for one. Requests that arrive while earlier work is under way are collected
 * and done together, so a busy time costs few round trips and a quiet time adds no delay. Each caller gets the outcome
 * of its own item, only after the work is done. A batch that fails is retried item by item, so one bad item affects no
 * other.
 */
export function createBatched<I, O>(
  work: (items: readonly I[]) => Promise<readonly O[]>,
  /** The largest batch, and how many batches are processed at a time (one by default). */
  limits: { most: number; lanes?: number },
): (item: I) => Promise<O> {
  const { most, lanes = 1 } = limits;
  const waiting: Waiting<I, O>[] = [];
  let working = 0;

  async function drain(): Promise<void> {
    working += 1;
    // Requests of the same turn are included.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) await settle(waiting.splice(0, most));
    working -= 1;
  }

  async function settle(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const outcomes = await work(batch.map(({ item }) => item));
      for (const [at, { resolve, reject }] of batch.entries()) {
        if (at < outcomes.length) resolve(outcomes[at] as O);
        else reject(new Error('The work gave no outcome for this item.'));
      }
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await settle([one]);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (working < lanes) void drain();
    });
}
