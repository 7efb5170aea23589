import { createHash } from 'node:crypto';
import type { Step } from '../../ports/catalog-target';

/**
 * A short name of a plan, the same for as long as the plan is. It says what changes from what to what, so
 * it changes with the catalogue and with what stands at the vendors.
 */
export function fingerprint(steps: readonly Step[]): string {
  const words = steps.map(({ system, subject, action, details }) => [
    system,
    subject,
    action,
    details,
  ]);
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 12);
}
