import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { apimLimits } from '../../apim/catalog/limits';
import { type Catalog, type CatalogProblem, parseCatalog } from '../../domain/catalog/catalog';
import { findJsonError, type JsonError } from '../../kit/json-error';
import { stripeLimits } from '../../stripe/catalog/limits';

/** Of the vendors that the catalog is applied to. */
const LIMITS = [stripeLimits, apimLimits];

const loaded = new Map<string, Catalog>();

/**
 * The catalog of `payment/monetizationModels.json` in the directory that the program was started in, or of `path`.
 * Read once for each file: a changed price takes effect at the next start, never between two requests.
 * Throws one Error whose message lists every problem, what a vendor couldn't hold included.
 */
export function loadCatalog(path?: string | null): Catalog {
  const file = path ? resolve(path) : join(process.cwd(), 'payment', 'monetizationModels.json');
  const known = loaded.get(file);
  if (known) return known;
  const outcome = parseCatalog(readJson(file), LIMITS);
  if (outcome.kind === 'invalid') throw new Error(message(file, outcome.problems));
  loaded.set(file, outcome.catalog);
  return outcome.catalog;
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`The catalog ${file} can't be read: ${reason(cause)}`, { cause });
  }
  // Some editors on Windows put a byte order mark in front, which is not JSON.
  const json = text.replace(/^\uFEFF/, '');
  const wrong = findJsonError(json);
  if (wrong) throw new Error(syntaxMessage(file, wrong));
  return JSON.parse(json);
}

const SHOWN_CHARACTERS = 100;

function syntaxMessage(file: string, { line, column, reason, lineText }: JsonError): string {
  // A file in one line is shown around the place.
  const from = Math.max(0, column - 1 - SHOWN_CHARACTERS / 2);
  const shownLine = lineText.slice(from, from + SHOWN_CHARACTERS).replaceAll('\t', ' ');
  return [
    `The catalog ${file} is not JSON: line ${line}, column ${column}: expected ${reason}`,
    `  ${shownLine}`,
    `  ${' '.repeat(column - 1 - from)}^`,
  ].join('\n');
}

function message(file: string, problems: readonly CatalogProblem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map(
    ({ path, value, expected }) => `  ${path}: found ${shown(value)}, expected ${expected}`,
  );
  return [`The catalog ${file} has ${count}:`, ...lines].join('\n');
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value);
  return json.length <= 120 ? json : `${json.slice(0, 117)}...`;
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
