import type { Step } from '../../lib/ports/catalog-target';

/** Takes the steps one after the other. One that fails stops it: what follows may stand on it, and a repeat goes on there. */
export async function takeSteps(
  steps: readonly Step[],
  progress: (line: string) => void,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const label = `[${index + 1}/${steps.length}] ${step.system}: ${step.action} ${step.subject}${what(step)}`;
    try {
      await step.run();
    } catch (error) {
      throw new Error(
        `${label} failed. Correct the cause and run it again: it goes on from there.`,
        {
          cause: error,
        },
      );
    }
    progress(label);
  }
}

/** Several steps may be about one product: an update says which. */
function what({ action, details }: Step): string {
  return action === 'update' && details.length <= 60 ? ` (${details})` : '';
}
