import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { readSettings } from '../../lib/server/catalog/catalog-settings';
import { loadCatalogue } from '../../lib/server/catalog/load-catalog';
import { type CatalogRun, type Conversation, runCatalog } from './catalog';
import { missingRight } from './missing-right';
import { type CatalogOptions, parseOptions, UsageError } from './options';
import { type SecretFile, secretFileAt, secretTold } from './secret-file';

/** Results go to standard output; what is going on goes to standard error when the result is JSON. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const say = (line: string) =>
    options.json ? process.stderr.write(`${line}\n`) : process.stdout.write(`${line}\n`);
  // Next reads this file for the application; what stands beside it has to do so itself.
  if (existsSync('.env')) process.loadEnvFile('.env');
  const settings = readSettings();
  const catalogue = loadCatalogue(settings.cataloguePath);
  const told: string[] = [];
  const secretFile: SecretFile = options.webhookSecretFile
    ? secretFileAt(options.webhookSecretFile)
    : secretTold((name, secret) => told.push(`${name}=${secret}`));
  const conversation: Conversation = { say, ask: process.stdin.isTTY ? ask : null };
  try {
    const run = await runCatalog({ options, settings, catalogue, secretFile, conversation });
    if (options.json) process.stdout.write(`${JSON.stringify(toJson(run))}\n`);
    else if (run.applied && run.findings.steps.length > 0) {
      say(`Done: ${run.findings.steps.length} changed.`);
    }
    return exitCode(options, run);
  } finally {
    // Stripe tells each once: it must not be lost to a later step that fails.
    for (const setting of told) say(`Set ${setting} (it is not shown again).`);
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

function exitCode(options: CatalogOptions, { findings, applied }: CatalogRun): number {
  if (options.command === 'plan' || findings.steps.length === 0) return 0;
  return options.command === 'apply' && applied ? 0 : 1;
}

function toJson({ findings, plan, applied }: CatalogRun) {
  const { steps, orphans, checked, notes } = findings;
  return {
    plan,
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

/** The error and what caused it, one line each. Stacks say nothing to who runs this. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const words = [error.message, missingRight(error)].filter((line) => line !== null);
  const because = error.cause === undefined ? [] : [inWords(error.cause)];
  return [...words, ...because].join('\n  ');
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
