import type { CatalogTarget, Orphan, Step } from '../../ports/catalog-target';
import { NO_SECRETS } from '../../ports/secret-store';
import { missingRight, planCatalog } from '../../use-cases/catalog/plan-catalog';
import { catalogSettings } from '../catalog/catalog-settings';
import { catalogTargets } from '../catalog/catalog-targets';
import { loadCatalog } from '../catalog/load-catalog';
import { env } from '../env/env';
import { waitedForByNobody } from '../http/request-edge';
import { log } from './log';
import { patienceOf } from './patience';

export type CatalogDrift = { readAt: Date } & (
  | {
      kind: 'read';
      /** The name under which `catalog -- apply --plan` takes exactly these changes. */
      plan: string;
      changes: Omit<Step, 'run'>[];
      orphans: Orphan[];
      notes: string[];
      checked: number;
    }
  /** The application's own key or identity may not read it, which is how the narrowest ones are. */
  | { kind: 'not-allowed'; message: string }
  | { kind: 'unreadable'; message: string }
);

/** A plan takes some sixty calls: an operator who reloads must not use up a limit that billing needs. */
const FRESH_MS = 60_000;

const holder = globalThis as typeof globalThis & {
  tollgateDrift?: { startedMs: number; drift: Promise<CatalogDrift> };
};

/**
 * The plan of `npm run catalog`, computed by the same code; nothing is changed. At most a minute old. When a vendor
 * does not answer in time, the page says so, and the comparison continues for the next visitor.
 */
export function readCatalogDrift(): Promise<CatalogDrift> {
  const known = holder.tollgateDrift;
  if (known && performance.now() - known.startedMs < FRESH_MS) return inTime(known.drift);
  const drift = waitedForByNobody(read);
  holder.tollgateDrift = { startedMs: performance.now(), drift };
  return inTime(drift);
}

async function inTime(drift: Promise<CatalogDrift>): Promise<CatalogDrift> {
  const leftMs = patienceOf(env().app.vendorPatienceSeconds).leftMs();
  if (leftMs === Number.POSITIVE_INFINITY) return drift;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CatalogDrift>((resolve) => {
    const message = 'Stripe or API Management is slow to respond. Reload the page in a minute.';
    timer = setTimeout(
      () => resolve({ kind: 'unreadable', readAt: new Date(), message }),
      Math.max(0, leftMs),
    );
  });
  return Promise.race([drift, late]).finally(() => clearTimeout(timer));
}

async function read(): Promise<CatalogDrift> {
  let targets: CatalogTarget[] = [];
  try {
    const settings = catalogSettings(env);
    targets = catalogTargets(settings, NO_SECRETS);
    const plan = await planCatalog(targets, loadCatalog(settings.catalogPath));
    if (plan.steps.length > 0) {
      log.warn({ changes: plan.steps.length }, 'the catalog has drifted');
    }
    return {
      kind: 'read',
      readAt: new Date(),
      plan: plan.name,
      changes: plan.steps.map(({ run: _, ...step }) => step),
      orphans: plan.orphans,
      notes: plan.notes,
      checked: plan.checked,
    };
  } catch (error) {
    log.warn({ err: error }, 'the catalog was not compared');
    delete holder.tollgateDrift;
    const message = error instanceof Error ? error.message : String(error);
    const right = missingRight(targets, error);
    const readAt = new Date();
    return right
      ? { kind: 'not-allowed', readAt, message: right }
      : { kind: 'unreadable', readAt, message };
  }
}
