const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** For each step. All of them together stay below what platforms wait between asking and killing (10 s). */
const PATIENCE_MS = 2_500;

type Step = () => Promise<void>;

/**
 * Runs the steps, one after the other, when the server has finished its requests and before the process ends. Next ends
 * the process itself, with no hook for what must still be closed, so its last call is held back until then.
 */
export function beforeExit(steps: readonly Step[]): void {
  const onSignal = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    const exit = process.exit.bind(process);
    let isEnding = false;
    const endAfterSteps = (code?: number | string | null) => {
      if (isEnding) return;
      isEnding = true;
      void runAll(steps).then(() => exit(code));
    };
    // The type says that it never returns, which holds for its caller: nothing is done after it.
    process.exit = endAfterSteps as typeof process.exit;
  };
  // Before Next's own listeners, one of which ends the process.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
}

/** A step that fails or hangs must not keep the next from its turn. */
async function runAll(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    try {
      await inTime(step());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`Not ended in order: ${reason}\n`);
    }
  }
}

async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('a part took too long')), PATIENCE_MS);
  });
  try {
    await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
