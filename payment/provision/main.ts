import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { CatalogTarget } from '../../lib/ports/catalog-target';
import { catalogSettings } from '../../lib/server/catalog/catalog-settings';
import { catalogTargets } from '../../lib/server/catalog/catalog-targets';
import { loadCatalog } from '../../lib/server/catalog/load-catalog';
import { missingRight } from '../../lib/use-cases/catalog/plan-catalog';
import { type CatalogRun, type Conversation, runCatalog } from './catalog';
import { type CatalogOptions, parseOptions, UsageError } from './options';
import { secretFileAt, secretPrinted } from './secret-file';

/** Results go to standard output; what is going on goes to standard error when the result is JSON. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const say = (line: string) =>
    options.json ? process.stderr.write(`${line}\n`) : process.stdout.write(`${line}\n`);
  // Next reads this file for the application; other programs have to do so themselves.
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = catalogSettings();
  const catalog = loadCatalog(settings.catalogPath);
  const reported: string[] = [];
  const secrets = options.webhookSecretFile
    ? secretFileAt(options.webhookSecretFile)
    : secretPrinted((setting, secret) => reported.push(`${setting}=${secret}`));
  const targets = catalogTargets(settings, secrets);
  const { isProduction } = settings;
  const conversation: Conversation = { say, ask: process.stdin.isTTY ? ask : null };
  const input = { options, targets, catalog, isProduction, conversation };
  try {
    return await carryOut(input, reported);
  } catch (error) {
    return fail(error, targets);
  }
}

async function carryOut(
  input: Parameters<typeof runCatalog>[0],
  reported: readonly string[],
): Promise<number> {
  const { options, conversation } = input;
  try {
    const run = await runCatalog(input);
    if (options.json) process.stdout.write(`${JSON.stringify(toJson(run))}\n`);
    else if (run.applied && run.plan.steps.length > 0) {
      conversation.say(`Done: ${run.plan.steps.length} changed.`);
    }
    return exitCode(options, run);
  } finally {
    // Stripe shows each once: it must not be lost to a later step that fails.
    for (const setting of reported) conversation.say(`Set ${setting} (it is not shown again).`);
  }
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

function exitCode(options: CatalogOptions, { plan, applied }: CatalogRun): number {
  if (options.command === 'plan' || plan.steps.length === 0) return 0;
  return options.command === 'apply' && applied ? 0 : 1;
}

function toJson({ plan, applied }: CatalogRun) {
  const { name, steps, orphans, checked, notes } = plan;
  return {
    plan: name,
    checked,
    changes: steps.map(({ system, subject, action, details, isPriceChange = false }) => ({
      system,
      subject,
      action,
      details,
      isPriceChange,
    })),
    applied,
    orphans,
    notes,
  };
}

/** Says what failed and gives the exit code: 2 when nothing was done. */
function fail(error: unknown, targets: readonly CatalogTarget[] = []): number {
  process.stderr.write(`${summarize(error, targets)}\n`);
  return error instanceof UsageError ? 2 : 1;
}

/** The error and what caused it, one line each. Stacks say nothing to who runs this. */
function summarize(error: unknown, targets: readonly CatalogTarget[]): string {
  if (!(error instanceof Error)) return String(error);
  const words = [error.message, missingRight(targets, error)].filter((line) => line !== null);
  const because = error.cause === undefined ? [] : [summarize(error.cause, targets)];
  return [...words, ...because].join('\n  ');
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => fail(error));
