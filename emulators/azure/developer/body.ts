import type { Context } from 'hono';
import { z } from 'zod';
import { ArmError, invalidFields } from '../arm/arm-error';

/** The flat body, checked strictly. Parts of the portal send JSON in a JSON string; that is read too. */
export async function readFlat<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  let json: unknown;
  try {
    json = JSON.parse(await c.req.text());
    if (typeof json === 'string') json = JSON.parse(json);
  } catch {
    throw new ArmError(400, 'ValidationError', 'The request content was not valid JSON.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw invalidFields(
    parsed.error.issues.map((issue) => ({
      target: issue.path.join('.') || 'representation',
      message: issue.message,
    })),
  );
}

export const name = z.string().min(1).max(100);
