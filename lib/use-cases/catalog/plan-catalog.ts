import { createHash } from 'node:crypto';
import type { Catalog } from '../../domain/catalog/catalog';
import {
  type CatalogTarget,
  type Findings,
  merged,
  type PlanOptions,
  type Step,
} from '../../ports/catalog-target';

export interface CatalogPlan extends Findings {
  /** Twelve hexadecimal digits. `apply --plan` takes exactly the changes that were shown under this name. */
  name: string;
}

/**
 * Reads all targets at once and returns what differs from the catalog; changes nothing. Steps are in the order in which
 * they must be taken, the targets in the order given. Throws the error of the first that fails.
 */
export async function planCatalog(
  targets: readonly CatalogTarget[],
  catalog: Catalog,
  { migrate = false, progress = () => {} }: Partial<PlanOptions> = {},
): Promise<CatalogPlan> {
  const plans = targets.map((target) => target.plan(catalog, { migrate, progress }));
  const findings = merged(await Promise.all(plans));
  return { ...findings, name: nameOf(findings.steps) };
}

/** What a failed plan or step lacked the right for; null when it failed for another reason. */
export function missingRight(targets: readonly CatalogTarget[], error: unknown): string | null {
  for (const target of targets) {
    const right = target.missingRight(error);
    if (right !== null) return right;
  }
  return null;
}

/**
 * The same as long as the plan is the same. It names the old and new values, so it changes with the catalog and with
 * what the vendors have.
 */
function nameOf(steps: readonly Step[]): string {
  const words = steps.map(({ system, subject, action, details }) => [
    system,
    subject,
    action,
    details,
  ]);
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 12);
}
