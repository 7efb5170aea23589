import type { Schema } from './request-schema';

/** JSON Schema as it is made of the SDK's types. */
export interface TypeSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly TypeSchema[];
  readonly items?: TypeSchema;
  readonly properties?: Readonly<Record<string, TypeSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | TypeSchema;
}

/** Numbers that need not be whole; the types don't tell, all others are amounts, counts and times. */
const FRACTIONS = new Set([
  'amount_percent',
  'application_fee_percent',
  'height',
  'length',
  'percent_off',
  'percentage',
  'weight',
  'width',
]);

/**
 * What a form can carry of the types: no null, decimals as text, enums closed (the SDK keeps them open
 * for its users), `expand` left to the router; and a short number for each type.
 */
export function compact(definitions: Readonly<Record<string, TypeSchema>>): {
  requests: Record<string, Schema>;
  types: Record<string, Schema>;
} {
  const names = new Map<string, string>();
  const types: Record<string, Schema> = {};

  function named(name: string, property: string): Schema {
    const known = names.get(name);
    if (known !== undefined) return { $ref: known };
    const definition = definitions[name];
    if (!definition) throw new Error(`The type ${name} is missing.`);
    if (name === 'Decimal') return { type: 'decimal' };
    if (name === 'OtherString') return { type: 'string' };
    if (name === 'MetadataParam') return { type: 'metadata' };
    const made = simple(definition, property);
    if (made.type !== 'object') return made;
    const short = name.startsWith('def-') ? `type${names.size}` : name;
    names.set(name, short);
    types[short] = made;
    return { $ref: short };
  }

  function simple(node: TypeSchema, property: string): Schema {
    if (node.$ref !== undefined)
      return named(decodeURIComponent(node.$ref.replace('#/definitions/', '')), property);
    if (node.anyOf) return union(node.anyOf.map((one) => simple(one, property)));
    const values = node.enum ?? (node.const === undefined ? undefined : [node.const]);
    if (values) return { enum: values.filter(isValue) };
    const [type] = [node.type ?? 'object'].flat().filter((one) => one !== 'null');
    if (type === 'string') {
      // A type with null is one that an empty text unsets.
      return Array.isArray(node.type) ? { type, clearable: true } : { type };
    }
    if (type === 'number') return { type: FRACTIONS.has(property) ? 'number' : 'integer' };
    if (type === 'boolean') return { type };
    if (type === 'array') return { type, items: simple(node.items ?? {}, property) };
    if (type !== 'object') return { enum: [] };
    if (typeof node.additionalProperties === 'object')
      return { type: 'record', items: simple(node.additionalProperties, '') };
    const { expand: _, ...properties } = node.properties ?? {};
    return {
      type,
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, simple(one, name)]),
      ),
      ...(node.required ? { required: node.required } : {}),
    };
  }

  const requests = Object.fromEntries(
    Object.entries(definitions.Requests?.properties ?? {}).map(([route, node]) => [
      route,
      simple(node, ''),
    ]),
  );
  return { requests, types };
}

function isValue(value: unknown): value is string | boolean {
  return typeof value === 'string' || typeof value === 'boolean';
}

/** Enums become one; next to an enum a plain text is only the SDK's way to leave it open. */
function union(parts: readonly Schema[]): Schema {
  const flat = parts.flatMap((one) => one.anyOf ?? [one]);
  const values = [...new Set(flat.flatMap((one) => one.enum ?? []))];
  const others = flat.filter((one) => !one.enum);
  const isOpen =
    values.some((value) => value !== '') && others.some((one) => one.type === 'string');
  const kept = isOpen ? others.filter((one) => one.type !== 'string') : others;
  const all = values.length > 0 ? [{ enum: values }, ...kept] : kept;
  const [only] = all;
  return all.length === 1 && only ? only : { anyOf: all };
}
