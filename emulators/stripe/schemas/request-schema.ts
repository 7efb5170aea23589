import { readFileSync } from 'node:fs';
import type { Requests } from './requests';

/** The types of form fields. In addition to JSON Schema's: `decimal`, `metadata`, and `record` (free names). */
export interface Schema {
  readonly $ref?: string;
  readonly type?:
    | 'string'
    | 'integer'
    | 'number'
    | 'decimal'
    | 'boolean'
    | 'array'
    | 'object'
    | 'record'
    | 'metadata';
  readonly clearable?: boolean;
  readonly enum?: readonly (string | boolean)[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Generated {
  readonly sdk: string;
  readonly apiVersion: string;
  /** SHA-256 of requests.ts. */
  readonly source: string;
  readonly requests: Readonly<Record<string, Schema>>;
  readonly types: Readonly<Record<string, Schema>>;
}

let file: Generated | undefined;

/** The generated file, read when it is first needed. */
export function generated(): Generated {
  file ??= JSON.parse(
    readFileSync(new URL('./requests.json', import.meta.url), 'utf8'),
  ) as Generated;
  return file;
}

/** What a route takes by the SDK's types. */
export function requestSchema(route: keyof Requests): Schema {
  const schema = generated().requests[route];
  if (!schema) throw new Error(`No schema for ${route}: run npm run stripe-schemas.`);
  return resolved(schema);
}

/** Resolves a name to its type. */
export function resolved(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const type = generated().types[schema.$ref];
  if (!type) throw new Error(`No type ${schema.$ref}: run npm run stripe-schemas.`);
  return type;
}
