import type { Catalog } from '../../lib/domain/catalog/catalog';
import type { CatalogTarget } from '../../lib/ports/catalog-target';
import { type CatalogPlan, planCatalog } from '../../lib/use-cases/catalog/plan-catalog';
import { takeSteps } from './apply-plan';
import { type CatalogOptions, UsageError } from './options';
import { toTable } from './table';

/** How the program speaks with whoever runs it. */
export interface Conversation {
  say(line: string): void;
  /** Null when there is nobody to ask. */
  ask: ((question: string) => Promise<boolean>) | null;
}

export interface CatalogRun {
  plan: CatalogPlan;
  applied: boolean;
}

/**
 * Plans, and applies what it planned: never more. Between showing a plan and the answer to its question
 * somebody else may change a vendor; then nothing is done.
 */
export async function runCatalog(input: {
  options: CatalogOptions;
  targets: readonly CatalogTarget[];
  catalog: Catalog;
  isProduction: boolean;
  conversation: Conversation;
}): Promise<CatalogRun> {
  const { options, targets, catalog, conversation } = input;
  if (!input.isProduction) refuseLiveKey(options, targets);
  const planNow = () =>
    planCatalog(targets, catalog, { migrate: options.migrate, progress: conversation.say });
  const systems = targets.map(({ system }) => system).join(' and ');
  conversation.say(`Comparing ${catalog.products.length} products with ${systems} ...`);
  const plan = await planNow();
  const { name, steps } = plan;
  if (!options.json) conversation.say(shown(plan));
  if (options.command !== 'apply') return { plan, applied: false };
  if (options.plan !== null && options.plan !== name) throw stale(options.plan, name);
  if (steps.length === 0) return { plan, applied: true };
  refusePriceChange(options, plan);
  if (!options.yes) {
    if (!conversation.ask) throw new UsageError('There is nobody to ask. Run apply with --yes.');
    if (!(await conversation.ask(`Make these ${steps.length} changes?`))) {
      return { plan, applied: false };
    }
    const now = await planNow();
    if (now.name !== name) throw stale(name, now.name);
  }
  await takeSteps(steps, conversation.say);
  return { plan, applied: true };
}

function shown(plan: CatalogPlan): string {
  const table = toTable(plan);
  return plan.steps.length === 0 ? table : `${table}\nThis is plan ${plan.name}.`;
}

function stale(expected: string, now: string): UsageError {
  return new UsageError(
    `Plan ${expected} is out of date: something changed since it was shown, and the plan is now ${now}. ` +
      'Nothing was done. Look at the new plan first.',
  );
}

/** Reading with a live key is always allowed: that is how a plan for production is looked at. */
function refuseLiveKey(options: CatalogOptions, targets: readonly CatalogTarget[]): void {
  if (options.command !== 'apply' || options.allowLive) return;
  for (const { liveSetting } of targets) {
    if (liveSetting === null) continue;
    throw new UsageError(
      `${liveSetting} is a live key and NODE_ENV is not production: prices would be made where real money is ` +
        'charged. Look at the plan first, then run apply with --allow-live.',
    );
  }
}

function refusePriceChange(options: CatalogOptions, { steps }: CatalogPlan): void {
  if (options.allowPriceChange) return;
  const changes = steps.filter(({ isPriceChange }) => isPriceChange);
  if (changes.length === 0) return;
  const lines = changes.map(({ subject, details }) => `  ${subject}: ${details}`);
  throw new UsageError(
    `This plan changes what people pay:\n${lines.join('\n')}\nNothing was done. If that is meant, run apply with --allow-price-change.`,
  );
}
