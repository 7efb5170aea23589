import { z } from 'zod';
import { CURRENCIES, successorOf } from '../pricing/currencies';
import type { CatalogEntry, CatalogLimits, CatalogProblem } from './catalog-entry';
import { checkPrices } from './catalog-prices';
import type { Product } from './product';

export type { CatalogProblem } from './catalog-entry';
export type {
  CallLimit,
  FreeProduct,
  PaidProduct,
  PricingModelType,
  Product,
  Recurring,
} from './product';

export interface Catalog {
  products: readonly Product[];
}

export type CatalogOutcome =
  | { kind: 'ok'; catalog: Catalog }
  | { kind: 'invalid'; problems: CatalogProblem[] };

/**
 * The content of monetizationModels.json. All of its problems are found at once: somebody who edits prices should
 * not have to start the program once for each mistake. `limits` are those of the vendors that it is applied to.
 */
export function parseCatalog(json: unknown, limits: readonly CatalogLimits[] = []): CatalogOutcome {
  if (!Array.isArray(json) || json.length === 0) {
    const expected = 'a list of at least one product: [{ "id": ... }]';
    return { kind: 'invalid', problems: [{ path: '(file)', value: json, expected }] };
  }
  const parsed = json.map((entry: unknown, index) => parseEntry(entry, `[${index}]`, limits));
  const problems = [...parsed.flatMap((entry) => entry.problems), ...repeatedIds(json)];
  if (problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'ok', catalog: { products: parsed.flatMap((entry) => entry.product ?? []) } };
}

export function findProduct(catalog: Catalog, id: string): Product | undefined {
  return catalog.products.find((product) => product.id === id);
}

function parseEntry(
  json: unknown,
  path: string,
  limits: readonly CatalogLimits[],
): { product: Product | null; problems: CatalogProblem[] } {
  const shape = entrySchema.safeParse(json);
  if (shape.success) {
    const { product, problems } = checkPrices(shape.data, path);
    return { product, problems: [...problems, ...limits.flatMap((of) => of(shape.data, path))] };
  }
  return {
    product: null,
    problems: shape.error.issues.flatMap((issue) => problemsOf(issue, json, path)),
  };
}

// It is part of names at every vendor, where it has to leave room for what we put before it.
const ID = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,78}[A-Za-z0-9])?$/;

const MOST_UNITS = 100_000_000;

const NO_CURRENCY = 'a currency of Stripe as three lower-case letters, such as "usd"';

const currency = z.string({ error: NO_CURRENCY }).superRefine((code, context) => {
  if (CURRENCIES.has(code)) return;
  context.addIssue({ code: 'custom', message: withHint(code) });
});

function withHint(code: string): string {
  const lower = code.toLowerCase();
  if (CURRENCIES.has(lower)) return `"${lower}", in lower case: ${NO_CURRENCY}`;
  const successor = successorOf(lower);
  return successor ? `"${successor}", which took its place: ${NO_CURRENCY}` : NO_CURRENCY;
}

// How much of it can be charged depends on the provider: its adapter says.
const NO_AMOUNT = 'a whole number of 0 or more in the minor unit (1495 = $14.95)';
const amount = z
  .number({ error: NO_AMOUNT })
  .int({ error: NO_AMOUNT })
  .min(0, { error: NO_AMOUNT });

const flatPrice = z.strictObject(
  {
    currency,
    unitAmount: amount,
    quota: whole(1, MOST_UNITS, 'units of 100 calls').optional(),
    maxUnits: whole(1, null, 'blocks').optional(),
  },
  objectError('{ currency, unitAmount, quota?, maxUnits? }'),
);

const meteredPrice = z.strictObject(
  { currency, unitAmount: amount },
  objectError('{ currency, unitAmount }'),
);

function limit(mostSeconds: number | null) {
  return z.strictObject(
    {
      calls: whole(1, 1_000_000_000_000, 'calls'),
      renewalPeriodSeconds: whole(1, mostSeconds, 'seconds'),
    },
    objectError('{ calls, renewalPeriodSeconds }'),
  );
}

const models = [
  'Free',
  'Freemium',
  'Metered',
  'Tier',
  'TierWithOverage',
  'Unit',
  'MeteredUnit',
] as const;
const intervals = ['day', 'week', 'month', 'year'] as const;

const recurring = z.strictObject(
  {
    interval: z.enum(intervals, { error: `one of ${intervals.join(', ')}` }),
    intervalCount: whole(1, null, 'intervals'),
  },
  objectError('{ interval, intervalCount }, such as { "interval": "month", "intervalCount": 1 }'),
);

const entrySchema: z.ZodType<CatalogEntry> = z.strictObject(
  {
    id: text('1 to 80 letters, digits and inner hyphens, such as "standard"', (id) => ID.test(id)),
    displayName: text('a name of 1 to 100 characters', (name) => fits(name, 100)).optional(),
    description: text('a text of 1 to 1,000 characters', (words) => fits(words, 1000)).optional(),
    pricingModelType: z.enum(models, { error: `one of ${models.join(', ')}` }),
    recurring,
    prices: z
      .strictObject(
        { unit: flatPrice.optional(), metered: meteredPrice.optional() },
        objectError('{ unit?, metered? }'),
      )
      .optional(),
    qualityOfService: z
      .strictObject(
        { rateLimit: limit(null).optional(), quota: limit(3 * 31_622_400).optional() },
        objectError('{ rateLimit?, quota? }'),
      )
      .optional(),
    visibleTo: names('groups of API Management, such as ["developers", "guests"]').optional(),
    apis: names('ids of APIs of API Management, such as ["sample"]').optional(),
  },
  objectError(
    '{ id, displayName?, description?, pricingModelType, recurring, prices?, qualityOfService?, visibleTo?, apis? }',
  ),
);

function fits(words: string, most: number): boolean {
  return words.trim() === words && words.length >= 1 && words.length <= most;
}

function text(expected: string, accepts: (value: string) => boolean) {
  return z.string({ error: expected }).refine(accepts, { error: expected });
}

/** A list of names, each once. An empty one would sell something that nobody sees, or that can't be called. */
function names(of: string) {
  const error = `a list of different ${of}`;
  const name = z.string({ error }).regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,254})$/, { error });
  return z
    .array(name, { error })
    .min(1, { error })
    .refine((list) => new Set(list).size === list.length, { error });
}

/** Without `most`, how much is too much is for a vendor to say. */
function whole(least: number, most: number | null, of: string) {
  const range = most === null ? `of ${least} or more` : `from ${least} to ${most}`;
  const error = `a whole number ${range}, ${of}`;
  const number = z.number({ error }).int({ error }).min(least, { error });
  return most === null ? number : number.max(most, { error });
}

/** Unknown keys become problems of their own in `problemsOf`. */
function objectError(shape: string) {
  return { error: () => `an object ${shape}` };
}

function problemsOf(issue: z.core.$ZodIssue, json: unknown, root: string): CatalogProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.replace('an object ', '');
    return issue.keys.map((key) => ({
      path: pathOf(root, [...issue.path, key]),
      value: valueAt(json, [...issue.path, key]),
      expected: `no such key; known here: ${known}`,
    }));
  }
  const path = pathOf(root, issue.path);
  return [{ path, value: valueAt(json, issue.path), expected: issue.message }];
}

function pathOf(root: string, path: readonly PropertyKey[]): string {
  return [root, ...path.map(String)].join('.');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    json,
  );
}

/** Both vendors ignore the case of names somewhere, so "Basic" and "basic" are one name here. */
function repeatedIds(entries: readonly unknown[]): CatalogProblem[] {
  const firstWith = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const id = valueAt(entry, ['id']);
    if (typeof id !== 'string') return [];
    const first = firstWith.get(id.toLowerCase());
    if (first === undefined) {
      firstWith.set(id.toLowerCase(), index);
      return [];
    }
    const expected = `an id of its own; [${first}] has this one already`;
    return [{ path: `[${index}].id`, value: id, expected }];
  });
}
