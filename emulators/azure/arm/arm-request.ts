import type { Context } from 'hono';
import { z } from 'zod';
import { ArmError, invalidFields } from './arm-error';

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

export function needIfMatch(c: Context): void {
  if (c.req.header('if-match') !== undefined) return;
  const message = 'If-Match header is required for this operation.';
  throw new ArmError(428, 'PreconditionRequired', message);
}

/**
 * Checks If-Match and If-None-Match against what is there. Whether If-Match has to be sent is the operation's
 * to say, and was checked before.
 */
export function checkIfMatch(c: Context, row: { revision: number } | undefined): void {
  const wanted = c.req.header('if-match');
  const unwanted = c.req.header('if-none-match');
  const isSame = (sent: string) => row !== undefined && sent.replace(/^W\//, '') === etagOf(row);
  const isStale = wanted !== undefined && wanted !== '*' && !isSame(wanted);
  const isThere =
    unwanted !== undefined && (unwanted === '*' ? row !== undefined : isSame(unwanted));
  if (!isStale && !isThere) return;
  throw new ArmError(412, 'PreconditionFailed', 'Resource was modified since last retrieval.');
}

export function etagOf(row: { revision: number }): string {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(row.revision, 8);
  return `"${bytes.toString('base64')}"`;
}

/** What the service refuses in ids, and what Resource Manager lets no address carry. */
const idPattern = /^[^*#&+:<>?!%\\/]+$/;

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
