import { resolved, type Schema } from '../schemas/request-schema';

/** JSON Schema of what an operation takes. `notEmulated`: names that Stripe takes there and it does not. */
export interface Masked {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly enum?: readonly (string | boolean)[];
  /** The values of the enum that the emulator knows. */
  readonly emulated?: readonly unknown[];
  readonly anyOf?: readonly Masked[];
  readonly items?: Masked;
  readonly properties?: Readonly<Record<string, Masked>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false | Masked;
  readonly propertyNames?: Masked;
  readonly maxProperties?: number;
  readonly notEmulated?: readonly string[];
}

interface Rule {
  readonly min?: number;
  readonly max?: number;
  readonly clearable?: true;
}

const LONGEST_TEXT = 5000;
/** Stripe docs: metadata. Up to 50 keys of 40 characters with values of 500; an empty value removes its key. */
const METADATA: Masked = {
  type: 'object',
  additionalProperties: { type: 'string', maxLength: 500 },
  propertyNames: { maxLength: 40 },
  maxProperties: 50,
};
/** Up to 12 decimals, no exponent. */
const DECIMAL: Masked = { type: 'string', pattern: '^\\d{1,15}(\\.\\d{1,12})?$' };

/** What is left of a type when an operation takes only what its mask names. */
export function masked(given: Schema, mask: unknown, where: string): Masked {
  const schema = resolved(given);
  if (schema.anyOf) return { anyOf: schema.anyOf.map((one) => masked(one, mask, where)) };
  if (schema.enum)
    return Array.isArray(mask) ? { enum: schema.enum, emulated: mask } : { enum: schema.enum };
  // Of a number or a time next to words, only the words are taken.
  if (Array.isArray(mask) && schema.type !== 'array' && schema.type !== 'boolean')
    return { emulated: mask };
  const rule = (typeof mask === 'object' && mask !== null ? mask : {}) as Rule;
  switch (schema.type) {
    case 'metadata':
      return METADATA;
    case 'decimal':
      return DECIMAL;
    case 'string':
      return {
        type: 'string',
        minLength: schema.clearable || rule.clearable ? 0 : 1,
        maxLength: rule.max ?? LONGEST_TEXT,
      };
    case 'integer':
    case 'number':
      return { type: schema.type, minimum: rule.min, maximum: rule.max };
    case 'boolean':
      return Array.isArray(mask) ? { type: 'boolean', emulated: mask } : { type: 'boolean' };
    case 'array':
      return { type: 'array', items: masked(schema.items ?? {}, mask, `${where}[]`) };
    case 'record':
      return {
        type: 'object',
        additionalProperties: masked(schema.items ?? {}, true, `${where}[]`),
      };
    default:
      return maskedObject(schema, mask, where);
  }
}

function maskedObject(schema: Schema, mask: unknown, where: string): Masked {
  const all = schema.properties ?? {};
  const wanted =
    mask === true
      ? Object.fromEntries(Object.keys(all).map((name) => [name, true]))
      : (mask as Record<string, unknown>);
  const properties = Object.entries(wanted).map(([name, inner]): [string, Masked] => {
    const property = all[name];
    if (!property) throw new Error(`${where}: Stripe takes no ${name}.`);
    return [name, masked(property, inner, `${where} ${name}`)];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: schema.required ?? [],
    additionalProperties: false,
    notEmulated: Object.keys(all).filter((name) => !(name in wanted)),
  };
}

/** What is refused although Stripe takes it: `plan`, `items[][discounts]`, `type: all but card`. */
export function refusedBy(schema: Masked, at = ''): string[] {
  const inside = (name: string) => (at === '' ? name : `${at}[${name}]`);
  return [
    ...(schema.notEmulated ?? []).map(inside),
    ...(schema.anyOf ?? []).flatMap((one) => refusedBy(one, at)),
    ...(schema.items ? refusedBy(schema.items, `${at}[]`) : []),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
      refusedBy(one, inside(name)),
    ),
    ...(refusesValues(schema) ? [`${at}: all but ${schema.emulated?.join(', ')}`] : []),
  ];
}

function refusesValues({ type, enum: values, emulated }: Masked): boolean {
  const all = values ?? (type === 'boolean' ? [true, false] : []);
  return emulated !== undefined && all.some((value) => !emulated.includes(value));
}
