import { z } from 'zod';

export const TASKS = [
  'usage sync',
  'close of a period',
  'webhook',
  'checkout',
  'cancel at once',
  'change of plan',
] as const;

export type Task = (typeof TASKS)[number];

/** The order for a process that is to be killed. */
export const crashOrder = z.object({
  task: z.enum(TASKS),
  settings: z.record(z.string(), z.string()),
  database: z.union([
    z.object({ kind: z.literal('server'), url: z.string() }),
    z.object({ kind: z.literal('folder'), dataDir: z.string() }),
  ]),
  /** Null: a dry run that counts the writes. */
  death: z.object({ atWrite: z.number(), when: z.enum(['before', 'after']) }).nullable(),
  userId: z.string(),
  subscriptionId: z.string().nullable(),
  delivery: z.object({ rawBody: z.string(), signature: z.string().nullable() }).nullable(),
});

export type CrashOrder = z.output<typeof crashOrder>;
