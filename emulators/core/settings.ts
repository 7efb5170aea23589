import { z } from 'zod';
import type { JobSettings } from './jobs';

/** What listens at an address of its own. */
export type Service = 'stripe' | 'arm' | 'gateway' | 'portal';

export interface EmulatorSettings {
  readonly dataDir: string | undefined;
  readonly ports: Readonly<Record<Service, number>>;
  readonly clockStartMs: number | undefined;
  readonly clockMode: 'run' | 'frozen';
  readonly jobs: readonly JobSettings[];
  readonly quietMs: number | undefined;
  /** Where to listen; every address only for a container, whose ports its host chooses. */
  readonly hostname: string;
  /** Further host names for which requests are accepted, in addition to this machine's. */
  readonly hosts: readonly string[];
  /** The name in the addresses that browsers are given, where others than this machine reach us. */
  readonly publicHost: string | undefined;
}

const port = (byDefault: number) => z.coerce.number().int().min(0).max(65535).default(byDefault);

const jobsSchema = z.array(
  z.strictObject({
    id: z.string().regex(/^[\w-]+$/),
    title: z.string().min(1),
    url: z.url(),
    method: z.string().default('GET'),
    headers: z.record(z.string(), z.string()).default({}),
    everySeconds: z.number().int().min(1).optional(),
  }),
);

const environmentSchema = z.object({
  EMULATOR_DATA_DIR: z.string().min(1).optional(),
  EMULATOR_STRIPE_PORT: port(4242),
  EMULATOR_ARM_PORT: port(4243),
  EMULATOR_GATEWAY_PORT: port(4244),
  EMULATOR_PORTAL_PORT: port(4245),
  EMULATOR_CLOCK: z.iso.datetime({ offset: true }).optional(),
  EMULATOR_CLOCK_MODE: z.enum(['run', 'frozen']).default('run'),
  EMULATOR_JOBS: z
    .string()
    .default('[]')
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(jobsSchema),
  EMULATOR_QUIET_MS: z.coerce.number().int().min(0).optional(),
  EMULATOR_LISTEN: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  EMULATOR_PUBLIC_HOST: z
    .string()
    .regex(/^[\w.-]+$/, 'a name or an IPv4 address without a port')
    .transform((name) => name.toLowerCase())
    .optional(),
  EMULATOR_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    ),
});

/** The environment of the process: nothing else in the emulators reads it. */
export const surroundings: Readonly<Record<string, string | undefined>> = process.env;

/** Reads the settings; throws one error that lists all that is wrong. Empty values count as absent. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>> = surroundings,
): EmulatorSettings {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== ''),
  );
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Settings of the emulators are wrong:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  return {
    dataDir: env.EMULATOR_DATA_DIR,
    ports: {
      stripe: env.EMULATOR_STRIPE_PORT,
      arm: env.EMULATOR_ARM_PORT,
      gateway: env.EMULATOR_GATEWAY_PORT,
      portal: env.EMULATOR_PORTAL_PORT,
    },
    clockStartMs: env.EMULATOR_CLOCK === undefined ? undefined : Date.parse(env.EMULATOR_CLOCK),
    clockMode: env.EMULATOR_CLOCK_MODE,
    jobs: env.EMULATOR_JOBS,
    quietMs: env.EMULATOR_QUIET_MS,
    hostname: env.EMULATOR_LISTEN,
    hosts: env.EMULATOR_HOSTS,
    publicHost: env.EMULATOR_PUBLIC_HOST,
  };
}
