import { loadCatalogue } from '../../payment/catalogue';
import { fingerprint } from '../../payment/provision/fingerprint';
import { missingRight } from '../../payment/provision/missing-right';
import { findDifferences } from '../../payment/provision/provision';
import { readSettings } from '../../payment/provision/settings';
import type { Orphan, Step } from '../../payment/provision/step';
import { secretTold } from '../../payment/provision/stripe/secret-file';
import { env } from './env';
import { log } from './log';

export type CatalogueDrift = { readAt: Date } & (
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
  tollgateDrift?: { startedMs: number; drift: Promise<CatalogueDrift> };
};

/** The plan of `npm run catalog`, computed by the same code; nothing is changed. At most a minute old. */
export function readCatalogueDrift(): Promise<CatalogueDrift> {
  const known = holder.tollgateDrift;
  if (known && performance.now() - known.startedMs < FRESH_MS) return known.drift;
  const drift = read();
  holder.tollgateDrift = { startedMs: performance.now(), drift };
  return drift;
}

async function read(): Promise<CatalogueDrift> {
  try {
    const settings = readSettings(env);
    const findings = await findDifferences(
      settings,
      loadCatalogue(settings.cataloguePath),
      // Nothing is applied here, so no secret is told.
      secretTold(() => {}),
    );
    if (findings.steps.length > 0) {
      log.warn({ changes: findings.steps.length }, 'the catalogue has drifted');
    }
    return {
      kind: 'read',
      readAt: new Date(),
      plan: fingerprint(findings.steps),
      changes: findings.steps.map(({ run: _, ...step }) => step),
      orphans: findings.orphans,
      notes: findings.notes,
      checked: findings.checked,
    };
  } catch (error) {
    log.warn({ err: error }, 'the catalogue was not compared');
    delete holder.tollgateDrift;
    const message = error instanceof Error ? error.message : String(error);
    const right = missingRight(error);
    const readAt = new Date();
    return right
      ? { kind: 'not-allowed', readAt, message: right }
      : { kind: 'unreadable', readAt, message };
  }
}
