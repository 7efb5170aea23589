import { z } from 'zod';
import type { FormObject } from './form';
import { invalid } from './stripe-error';

/** Everything arrives as text in a form. These turn it into what is meant, or refuse it in Stripe's words. */

export const text = (max = 5000) => z.string().min(1).max(max);

/** `''` unsets it. */
export const clearable = (max = 5000) =>
  z
    .string()
    .max(max)
    .transform((value) => (value === '' ? null : value));

export const whole = (options: { min?: number; max?: number } = {}) =>
  z.string().transform((value, context) => {
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number)) {
      context.addIssue({
        code: 'custom',
        message: `Invalid integer: ${value}`,
        params: { stripe: 'parameter_invalid_integer' },
      });
      return z.NEVER;
    }
    if (options.min !== undefined && number < options.min) {
      context.addIssue({
        code: 'custom',
        message: `This value must be greater than or equal to ${options.min}.`,
        params: { stripe: 'parameter_invalid_integer' },
      });
    }
    if (options.max !== undefined && number > options.max) {
      context.addIssue({
        code: 'custom',
        message: `This value must be less than or equal to ${options.max}.`,
        params: { stripe: 'parameter_invalid_integer' },
      });
    }
    return number;
  });

export const flag = () =>
  z.string().transform((value, context) => {
    if (value === 'true' || value === 'false') return value === 'true';
    context.addIssue({
      code: 'custom',
      message: `Invalid boolean: ${value}`,
      params: { stripe: 'parameter_invalid_boolean' },
    });
    return z.NEVER;
  });

/** A number in minor units with up to 12 decimals, kept as text. */
export const decimal = () =>
  z.string().regex(/^\d{1,15}(\.\d{1,12})?$/, {
    error: (issue) => `Invalid decimal: ${String(issue.input)}`,
  });

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values);

/** Keys that are given `''` are removed; `''` for the whole removes all. */
export const metadata = () =>
  z.preprocess(
    (value) => (value === '' ? { '': '' } : value),
    z.record(z.string().max(40), z.string().max(500)),
  );

/** `''` or a list. */
export const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === '' ? [] : value), z.array(item));

/** `created[gte]=…` or `created=…`. */
export const range = () =>
  z.preprocess(
    (value) => (typeof value === 'string' ? { gte: value, lte: value } : value),
    z.strictObject({
      gt: whole().optional(),
      gte: whole().optional(),
      lt: whole().optional(),
      lte: whole().optional(),
    }),
  );
export type Range = z.output<ReturnType<typeof range>>;

/** `created=…` or `created[gte]=…`. */
export function inRange(seconds: number, limits: Partial<Range> | number | undefined): boolean {
  if (limits === undefined) return true;
  if (typeof limits === 'number') return seconds === limits;
  return (
    seconds > (limits.gt ?? -Infinity) &&
    seconds >= (limits.gte ?? -Infinity) &&
    seconds < (limits.lt ?? Infinity) &&
    seconds <= (limits.lte ?? Infinity)
  );
}

/** What a parameter changes: nothing when it is missing, to null when it is empty. */
export function changedTo<T>(given: T | '' | undefined, now: T | null): T | null {
  if (given === undefined) return now;
  return given === '' ? null : given;
}

/** Keys that are given `''` are removed; `''` for the whole removes all. */
export function mergeMetadata(
  now: Readonly<Record<string, string>>,
  change: Readonly<Record<string, string>> | '' | undefined,
): Record<string, string> {
  if (change === undefined) return { ...now };
  if (change === '' || '' in change) return {};
  const merged = { ...now, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}

export function parseParams<S extends z.ZodType>(schema: S, raw: FormObject): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw refusal(parsed.error.issues[0], raw);
}

function refusal(issue: z.core.$ZodIssue | undefined, raw: FormObject) {
  if (!issue) return invalid('Invalid request');
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const param = paramName([...path, issue.keys[0] ?? '']);
    return invalid(`Received unknown parameter: ${param}`, param, 'parameter_unknown');
  }
  const param = paramName(path);
  const given = valueAt(raw, path);
  if (given === undefined)
    return invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
  if (given === '') {
    return invalid(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
      param,
      'parameter_invalid_empty',
    );
  }
  if (issue.code === 'invalid_value') {
    return invalid(`Invalid ${param}: must be one of ${sentence(issue.values.map(String))}`, param);
  }
  if (issue.code === 'too_big') {
    return invalid(
      `Invalid string: ${excerpt(given)}; must be at most ${String(issue.maximum)} characters`,
      param,
    );
  }
  if (issue.code === 'invalid_type') return invalid(`Invalid ${issue.expected}`, param);
  const code = issue.code === 'custom' ? issue.params?.stripe : undefined;
  return invalid(issue.message, param, typeof code === 'string' ? code : undefined);
}

function paramName(path: readonly string[]): string {
  return path.map((part, index) => (index === 0 ? part : `[${part}]`)).join('');
}

function valueAt(raw: FormObject, path: readonly string[]): unknown {
  let at: unknown = raw;
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

function sentence(values: readonly string[]): string {
  if (values.length < 2) return values.join('');
  return `${values.slice(0, -1).join(', ')}, or ${values.at(-1)}`;
}

function excerpt(value: unknown): string {
  const shown = String(value);
  return shown.length > 40 ? `${shown.slice(0, 20)}...${shown.slice(-10)}` : shown;
}
