const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** How long the parts of an ending may take. Together they stay below what platforms wait before they kill (10 s). */
export interface StopTimes {
  /** For the requests under way: somebody who sends a body byte by byte must not decide when this process ends. */
  requestsMs: number;
  /** For all steps together; each gets what is left, divided by those still to come. */
  stepsMs: number;
}

const TIMES: StopTimes = { requestsMs: 4_000, stepsMs: 5_000 };

type Step = () => Promise<void>;

/**
 * Runs the steps, one after the other, when the server has finished its requests or their time is over, and before the
 * process ends. Next ends the process itself, with no hook for what must still be closed, so its last call is deferred
 * until then; and it waits for its requests without a limit, so the limit is here.
 */
export function beforeExit(steps: readonly Step[], times: StopTimes = TIMES): void {
  const onSignal = (signal: NodeJS.Signals) => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    const exit = process.exit.bind(process);
    let isEnding = false;
    const endAfterSteps = (code?: number | string | null) => {
      if (isEnding) return;
      isEnding = true;
      void runAll(steps, times.stepsMs).then(() => exit(code));
    };
    // The type says that it never returns, which holds for its caller: nothing is done after it.
    process.exit = endAfterSteps as typeof process.exit;
    setTimeout(() => {
      if (isEnding) return;
      process.stderr.write('Shutdown incomplete: requests that took too long were aborted\n');
      // What the platform would see of Next's own end.
      endAfterSteps(signal === 'SIGINT' ? 130 : 143);
    }, times.requestsMs);
  };
  // Before Next's own listeners, one of which ends the process.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
}

/** A step that fails or hangs must not keep the next from its turn. */
async function runAll(steps: readonly Step[], withinMs: number): Promise<void> {
  const until = performance.now() + withinMs;
  for (const [index, step] of steps.entries()) {
    try {
      await inTime(step(), (until - performance.now()) / (steps.length - index));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`Shutdown incomplete: ${reason}\n`);
    }
  }
}

async function inTime(work: Promise<void>, withinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('a part took too long')), withinMs);
  });
  try {
    await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
