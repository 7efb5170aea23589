import type { Catalogue } from '../../lib/domain/catalog/catalogue';
import type { Findings } from '../../lib/ports/catalog-target';
import type { ProvisionSettings } from '../../lib/server/catalog/catalog-settings';
import { fingerprint } from '../../lib/use-cases/catalog/plan-catalog';
import { type CatalogOptions, UsageError } from './options';
import { findDifferences, takeSteps } from './provision';
import type { SecretFile } from './secret-file';
import { toTable } from './table';

/** How the program speaks with whoever runs it. */
export interface Conversation {
  say(line: string): void;
  /** Null when there is nobody to ask. */
  ask: ((question: string) => Promise<boolean>) | null;
}

export interface CatalogRun {
  findings: Findings;
  plan: string;
  applied: boolean;
}

/**
 * Plans, and applies what it planned: never more. Between showing a plan and the answer to its question
 * somebody else may change a vendor; then nothing is done.
 */
export async function runCatalog(input: {
  options: CatalogOptions;
  settings: ProvisionSettings;
  catalogue: Catalogue;
  secretFile: SecretFile;
  conversation: Conversation;
}): Promise<CatalogRun> {
  const { options, settings, conversation } = input;
  refuseLiveKey(options, settings);
  const find = () =>
    findDifferences(settings, input.catalogue, input.secretFile, {
      migrate: options.migrate,
      progress: conversation.say,
    });
  const { catalogue } = input;
  conversation.say(
    `Comparing ${catalogue.products.length} products with Stripe and API Management ...`,
  );
  const findings = await find();
  const plan = fingerprint(findings.steps);
  if (!options.json) conversation.say(shown(findings, plan));
  if (options.command !== 'apply') return { findings, plan, applied: false };
  if (options.plan !== null && options.plan !== plan) throw stale(options.plan, plan);
  if (findings.steps.length === 0) return { findings, plan, applied: true };
  refusePriceChange(options, findings);
  if (!options.yes) {
    if (!conversation.ask) throw new UsageError('There is nobody to ask. Run apply with --yes.');
    if (!(await conversation.ask(`Make these ${findings.steps.length} changes?`))) {
      return { findings, plan, applied: false };
    }
    const now = fingerprint((await find()).steps);
    if (now !== plan) throw stale(plan, now);
  }
  await takeSteps(findings.steps, conversation.say);
  return { findings, plan, applied: true };
}

function shown(findings: Findings, plan: string): string {
  const table = toTable(findings);
  return findings.steps.length === 0 ? table : `${table}\nThis is plan ${plan}.`;
}

function stale(expected: string, now: string): UsageError {
  return new UsageError(
    `Plan ${expected} is out of date: something changed since it was shown, and the plan is now ${now}. ` +
      'Nothing was done. Look at the new plan first.',
  );
}

/** Reading with a live key is always allowed: that is how a plan for production is looked at. */
function refuseLiveKey(options: CatalogOptions, settings: ProvisionSettings): void {
  if (options.command !== 'apply' || options.allowLive || settings.isProduction) return;
  if (!/^(sk|rk)_live_/.test(settings.stripe.secretKey)) return;
  throw new UsageError(
    'STRIPE_SECRET_KEY is a live key and NODE_ENV is not production: prices would be made where real money is ' +
      'charged. Look at the plan first, then run apply with --allow-live.',
  );
}

function refusePriceChange(options: CatalogOptions, { steps }: Findings): void {
  if (options.allowPriceChange) return;
  const changes = steps.filter(({ isPriceChange }) => isPriceChange);
  if (changes.length === 0) return;
  const lines = changes.map(({ subject, details }) => `  ${subject}: ${details}`);
  throw new UsageError(
    `This plan changes what people pay:\n${lines.join('\n')}\nNothing was done. If that is meant, run apply with --allow-price-change.`,
  );
}
