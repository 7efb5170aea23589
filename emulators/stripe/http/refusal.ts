import type { ErrorObject } from 'ajv';
import { invalid, notEmulated, type StripeError } from '../wire/stripe-error';
import type { Masked } from './masked';

/** What Stripe answers: unknown parameters before missing ones, missing ones before wrong ones. */
export function refusal(errors: readonly ErrorObject[], params: unknown): StripeError {
  const plain = errors.filter((one) => one.keyword !== 'anyOf');
  const error =
    plain.find((one) => one.keyword === 'additionalProperties') ??
    plain.find((one) => one.keyword === 'required') ??
    plain.find((one) => one.keyword === 'emulated') ??
    nearest(plain, params);
  if (!error) return invalid('Invalid request');
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const given = valueAt(params, path);
  if (error.keyword === 'additionalProperties') {
    const name = String(error.params.additionalProperty);
    const param = paramName([...path, name]);
    if (isNotEmulated(error, name)) return notEmulated(param);
    return invalid(`Received unknown parameter: ${param}`, param, 'parameter_unknown');
  }
  if (error.keyword === 'required') {
    const param = paramName([...path, String(error.params.missingProperty)]);
    return invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
  }
  if (path.at(-1) === 'metadata' && error.propertyName !== undefined)
    return badMetadata('keys', 40, error.propertyName, paramName([...path, error.propertyName]));
  if (path.at(-2) === 'metadata' && error.keyword === 'maxLength')
    return badMetadata('values', 500, String(given), paramName(path));
  return wrong(error, paramName(path), given);
}

function badMetadata(
  what: 'keys' | 'values',
  most: number,
  text: string,
  param: string,
): StripeError {
  return invalid(
    `Metadata ${what} can have up to ${most} characters, but you passed in a ${what.slice(0, -1)} of ${text.length} characters. Invalid ${what.slice(0, -1)}: ${excerpt(text)}`,
    param,
  );
}

/** Of a union's complaints the one that goes deepest is about what was meant; text is not meant as an object. */
function nearest(errors: readonly ErrorObject[], params: unknown): ErrorObject | undefined {
  const [first] = errors.filter(
    (one) => !errors.some((other) => other.instancePath.startsWith(`${one.instancePath}/`)),
  );
  if (!first) return undefined;
  const same = errors.filter((one) => one.instancePath === first.instancePath);
  const isText = typeof valueAt(params, first.instancePath.split('/').slice(1)) === 'string';
  const isMeant = (one: ErrorObject) =>
    one.keyword !== 'type' || !isText || !['object', 'array'].includes(one.params.type);
  // An enum with only the empty text in it says that the parameter can be unset, not what it can be.
  const matching = same.filter((one) => !(one.keyword === 'enum' && isOnlyEmpty(one)));
  return matching.find(isMeant) ?? matching[0] ?? first;
}

function isOnlyEmpty(error: ErrorObject): boolean {
  const { allowedValues } = error.params as { allowedValues: readonly unknown[] };
  return allowedValues.every((value) => value === '');
}

function isNotEmulated(error: ErrorObject, name: string): boolean {
  return (error.parentSchema as Masked | undefined)?.notEmulated?.includes(name) ?? false;
}

function wrong(error: ErrorObject, param: string, given: unknown): StripeError {
  if (given === '') return empty(param);
  const limit = Number(error.params.limit);
  switch (error.keyword) {
    case 'enum': {
      const { allowedValues } = error.params as { allowedValues: readonly unknown[] };
      const values = allowedValues.filter((value) => value !== '').map(String);
      return invalid(`Invalid ${param}: must be one of ${sentence(values)}`, param);
    }
    case 'emulated':
      return notEmulated(
        param,
        `Stripe takes ${String(given)}, but nothing would come of it here.`,
      );
    case 'minimum':
      return tooFar(`greater than or equal to ${limit}`, param);
    case 'maximum':
      return tooFar(`less than or equal to ${limit}`, param);
    case 'maxLength':
      return invalid(
        `Invalid string: ${excerpt(given)}; must be at most ${limit} characters`,
        param,
      );
    case 'pattern':
      return invalid(`Invalid decimal: ${String(given)}`, param);
    case 'maxProperties':
      return invalid(`You can only set up to ${limit} metadata keys.`, param);
    case 'type':
      return wrongType(String(error.params.type), param, given);
    default:
      return invalid(`Invalid ${param}`, param);
  }
}

function empty(param: string): StripeError {
  return invalid(
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
    param,
    'parameter_invalid_empty',
  );
}

function tooFar(bound: string, param: string): StripeError {
  return invalid(`This value must be ${bound}.`, param, 'parameter_invalid_integer');
}

function wrongType(type: string, param: string, given: unknown): StripeError {
  if (type === 'integer')
    return invalid(`Invalid integer: ${shown(given)}`, param, 'parameter_invalid_integer');
  if (type === 'boolean') return invalid(`Invalid boolean: ${shown(given)}`, param);
  if (type === 'string') return invalid(`Invalid string: ${shown(given)}`, param);
  return invalid(`Invalid ${type}`, param);
}

/** `['items', '0', 'price']` -> `items[0][price]`. */
function paramName(path: readonly string[]): string {
  return path.map((part, index) => (index === 0 ? part : `[${part}]`)).join('');
}

function valueAt(params: unknown, path: readonly string[]): unknown {
  let at = params;
  for (const part of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

function sentence(values: readonly string[]): string {
  if (values.length < 3) return values.join(' or ');
  return `${values.slice(0, -1).join(', ')}, or ${values.at(-1)}`;
}

function shown(given: unknown): string {
  return typeof given === 'object' ? JSON.stringify(given) : String(given);
}

function excerpt(given: unknown): string {
  const text = String(given);
  return text.length > 40 ? `${text.slice(0, 20)}...${text.slice(-10)}` : text;
}
