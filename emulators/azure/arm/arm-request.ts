import type { Context } from 'hono';
import { z } from 'zod';
import { ArmError, invalidFields, validationError } from './arm-error';

/** The body's `properties`, checked strictly: what the service doesn't know is refused. */
export async function readProperties<T>(c: Context, properties: z.ZodType<T>): Promise<T> {
  const body = await readBody(c, z.strictObject({ properties }));
  return body.properties;
}

export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  let json: unknown;
  try {
    json = JSON.parse(await c.req.text());
  } catch {
    throw new ArmError(400, 'InvalidRequestContent', 'The request content was not valid JSON.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw invalidFields(
    parsed.error.issues.map((issue) => ({
      target: issue.path.filter((part) => part !== 'properties').join('.') || 'representation',
      message: issue.message,
    })),
  );
}

const QUERY_NAMES = new Set([
  'api-version',
  '$filter',
  '$top',
  '$skip',
  '$orderby',
  'expandgroups',
  'expandapiversionset',
  'tags',
  'notify',
  'apptype',
  'deletesubscriptions',
  'deleterevisions',
  'format',
  'interval',
  'asyncid',
  'asynccode',
]);

export function refuseUnknownQuery(c: Context): void {
  for (const name of Object.keys(c.req.query())) {
    if (!QUERY_NAMES.has(name.toLowerCase())) {
      throw new ArmError(400, 'InvalidQueryParameter', `Unknown query parameter '${name}'.`);
    }
  }
}

export function queryFlag(c: Context, name: string): boolean {
  const text = c.req.query(name);
  if (text === undefined || text.toLowerCase() === 'false') return false;
  if (text.toLowerCase() === 'true') return true;
  throw invalidFields([{ target: name, message: `'${text}' is neither true nor false.` }]);
}

export function queryNumber(c: Context, name: '$top' | '$skip', min: number): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text) && Number(text) >= min) return Number(text);
  throw invalidFields([{ target: name, message: `Must be a whole number, ${min} or more.` }]);
}

/** Checks If-Match against what is there. PATCH and DELETE must send it, PUT may. */
export function checkIfMatch(
  c: Context,
  row: { revision: number } | undefined,
  need: 'required' | 'optional',
): void {
  const sent = c.req.header('if-match');
  if (sent === undefined) {
    if (need === 'optional') return;
    throw validationError('If-Match header is required for this operation.');
  }
  if (sent === '*') return;
  if (row && sent.replace(/^W\//, '') === etagOf(row)) return;
  throw new ArmError(412, 'PreconditionFailed', 'Resource was modified since last retrieval.');
}

export function etagOf(row: { revision: number }): string {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(row.revision, 8);
  return `"${bytes.toString('base64')}"`;
}

const idPattern = /^[^*#&+:<>?]+$/;

export function checkId(
  id: string,
  options: { target: string; max: number; pattern?: RegExp },
): void {
  const pattern = options.pattern ?? idPattern;
  if (id.length >= 1 && id.length <= options.max && pattern.test(id)) return;
  throw invalidFields([
    {
      target: options.target,
      message: `'${id}' must have 1 to ${options.max} characters and match ${pattern.source}.`,
    },
  ]);
}
