import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { CreditSettings } from '../../domain/access/credit';
import { AZURE_SIGN_IN, azureSignInProblems, type FederatedSignIn, toFederated } from './azure-env';
import { CREDIT, toCredit } from './credit-env';
import { DATABASE, type DatabaseSettings, databaseProblems, toDatabase } from './database-env';
import { address, isNearby, isVaried, list, origin, ownSecret, theirSecret } from './env-values';
import {
  IDENTITY,
  type IdentityEnv,
  identityProblems,
  parseSignIn,
  type SignInEnv,
} from './identity-env';
import { meterProblems } from './meter-env';
import {
  STRIPE,
  STRIPE_FOR_PROVISIONING,
  type StripeEnv,
  stripeProblems,
  toStripe,
} from './stripe-env';
import { TELEMETRY, type TelemetryEnv, toTelemetry } from './telemetry-env';
import { TIMES, type TimeSettings, toTimes } from './time-env';
import { toUsage, USAGE, type UsageEnv, usageProblems } from './usage-env';
import { WHERE_TO_GET } from './where-to-get';

/**
 * Every setting of the application, checked once. Nothing else reads `process.env`.
 * Settings come in groups: a group is given whole or not at all. Half a group stops the start with the
 * list of what is missing and where to get it, because a half-configured billing system loses money quietly.
 */
export interface Env extends SignInEnv {
  app: AppSettings;
  stripe: StripeEnv | null;
  apim: ApimEnv | null;
  identity: IdentityEnv;
  telemetry: TelemetryEnv;
}

export interface AppSettings extends DatabaseSettings, TimeSettings {
  /** Address that people's browsers use, without a trailing slash. */
  url: string;
  sessionSecret: string | null;
  cronSecret: string | null;
  scheduler: boolean;
  /** An address answering `{ now }`, for a world whose clock is moved; null = the machine's clock. */
  clockUrl: string | null;
  logLevel: string;
  graceDays: number;
  credit: CreditSettings;
  catalogPath: string | null;
  /** Who may see the operator's pages, in lower case. */
  operatorEmails: string[];
  /** The development server, whose scripts need a looser content security policy. */
  isDevelopment: boolean;
  isProduction: boolean;
  /** Where exactly this deployment answers on Vercel, which says so itself; null elsewhere. */
  deploymentUrl: string | null;
}

export interface ApimEnv extends UsageEnv {
  subscriptionId: string;
  resourceGroup: string;
  serviceName: string;
  armEndpoint: string;
  armToken: string | null;
  /** Null: Azure's own library signs in by what it finds. */
  federated: FederatedSignIn | null;
  gatewayUrl: string;
  portalUrl: string;
  delegationKeys: string[];
  /** Whether the developer portal sends people here to sign in; otherwise only to subscribe. */
  delegatesSignIn: boolean;
}

type Source = Readonly<Record<string, string | undefined>>;

export class EnvError extends Error {
  override readonly name = 'EnvError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `Tollgate cannot start with these settings:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

const base64Key = z
  .string()
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'base64, as the Azure portal shows it')
  .refine((value) => Buffer.from(value, 'base64').length >= 16, 'a key of at least 16 bytes')
  .refine((value) => isVaried(Buffer.from(value, 'base64')), 'an unguessable key');

const APP = z.object({
  APP_URL: origin.default('http://localhost:3000'),
  NEXTAUTH_SECRET: ownSecret(32).optional(),
  CRON_SECRET: ownSecret(16).optional(),
  SCHEDULER: z.enum(['on', 'off'], 'on or off').default('off'),
  CLOCK_URL: address
    .refine(
      (value) => !URL.canParse(value) || isNearby(value),
      'an address of this machine or network',
    )
    .optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'a pino level: fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
  CATALOGUE_PATH: z.string().optional(),
  OPERATOR_EMAILS: z
    .string()
    .default('')
    .transform((value) =>
      value
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
    )
    .pipe(z.array(z.email('email addresses, separated by commas'))),
  NODE_ENV: z.string().optional(),
  VERCEL_URL: z.hostname().optional(),
  ...CREDIT,
  ...DATABASE,
  ...IDENTITY,
  ...TELEMETRY,
  ...TIMES,
  ...AZURE_SIGN_IN,
});

const APIM = z.object({
  AZURE_SUBSCRIPTION_ID: z.guid('a UUID'),
  APIM_RESOURCE_GROUP: z.string(),
  APIM_SERVICE_NAME: z.string(),
  APIM_ARM_ENDPOINT: address.default('https://management.azure.com'),
  APIM_ARM_TOKEN: theirSecret.optional(),
  APIM_GATEWAY_URL: address,
  APIM_PORTAL_URL: address,
  APIM_DELEGATION_KEY: list.pipe(z.array(base64Key)),
  APIM_DELEGATE_SIGN_IN: z.enum(['on', 'off'], 'on or off').default('on'),
  ...USAGE,
});

/** Parses settings from any source; throws EnvError naming every problem at once. */
export function parseEnv(
  source: Source,
  reader: 'application' | 'provisioning' = 'application',
): Env {
  const given = withoutEmpty(source);
  const problems: string[] = [];
  const app = parseGroup(APP, given, 'application', problems, true);
  const isApplication = reader === 'application';
  const stripe = isApplication
    ? parseGroup(STRIPE, given, 'Stripe', problems)
    : parseGroup(STRIPE_FOR_PROVISIONING, given, 'Stripe', problems);
  const apim = parseGroup(APIM, given, 'API Management', problems);
  const signIn = parseSignIn((schema, group) => parseGroup(schema, given, group, problems));
  problems.push(
    ...usageProblems(apim),
    ...meterProblems(stripe),
    ...stripeProblems(stripe, app?.CLOCK_URL),
    ...azureSignInProblems(app),
  );
  if (app) problems.push(...databaseProblems(app), ...identityProblems(app, signIn));
  if (app?.SCHEDULER === 'on' && !app.CRON_SECRET) {
    problems.push('SCHEDULER is on but CRON_SECRET is not set: openssl rand -hex 32');
  }
  if (app?.CRON_SECRET !== undefined && app.CRON_SECRET === app.NEXTAUTH_SECRET) {
    problems.push('CRON_SECRET and NEXTAUTH_SECRET are the same: make two, openssl rand -hex 32');
  }
  if (isApplication && (stripe || apim) && !app?.NEXTAUTH_SECRET) {
    problems.push('NEXTAUTH_SECRET is missing: it signs the session cookies: openssl rand -hex 32');
  }
  if (problems.length > 0 || !app) throw new EnvError(problems);
  return {
    app: toApp(app),
    stripe: stripe && toStripe(stripe),
    apim: apim && toApim(apim, app),
    ...signIn,
    identity: {
      signUp: app.SIGN_UP ?? null,
      requireSecondFactor: app.REQUIRE_SECOND_FACTOR,
      leakedPasswordsUrl: app.LEAKED_PASSWORDS_URL ?? null,
      trustedProxies: app.TRUSTED_PROXIES,
      mailbox: app.MAILBOX,
    },
    telemetry: toTelemetry(app),
  };
}

let cached: Env | undefined;

/** The settings of this process, parsed at the first call. */
export function env(): Env {
  cached ??= parseEnv(trimmedForLibraries(process.env));
  return cached;
}

/** Libraries read some settings by themselves (next-auth, Azure's): they shall find the same. */
function trimmedForLibraries(source: NodeJS.ProcessEnv): Source {
  for (const [name, value] of Object.entries(source)) {
    if (READ_BY_LIBRARIES.test(name) && value !== undefined) source[name] = value.trim();
  }
  return source;
}

const READ_BY_LIBRARIES = /^(NEXTAUTH|AZURE|OTEL|APPLICATIONINSIGHTS)_/;

/** The settings as payment/provision needs them: before its first run there is no webhook endpoint. */
export function provisioningEnv(): Env {
  return parseEnv(process.env, 'provisioning');
}

/** What was copied along (a line break at the end of a file, a space) is no part of any setting. */
function withoutEmpty(source: Source): Source {
  const trimmed = Object.entries(source).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value));
}

/**
 * A group counts as absent when nothing of it is set, or when only its defaults are written out (as in .env.example);
 * otherwise all of it must be valid.
 */
function parseGroup<T extends z.ZodRawShape>(
  schema: z.ZodObject<T>,
  source: Source,
  group: string,
  problems: string[],
  always = false,
): z.output<z.ZodObject<T>> | null {
  const names = Object.keys(schema.shape);
  const anyGiven = names.some((name) => saysSomething(schema.shape[name], source[name]));
  if (!anyGiven && !always) return null;
  const result = schema.safeParse(Object.fromEntries(names.map((name) => [name, source[name]])));
  if (result.success) return result.data;
  const named = new Set<string>();
  for (const issue of result.error.issues) {
    const name = String(issue.path[0]);
    if (named.has(name)) continue;
    named.add(name);
    const hint = WHERE_TO_GET[name] ? ` Where to get it: ${WHERE_TO_GET[name]}.` : '';
    // The value itself is not repeated: it may be a secret with a typing error.
    const what =
      source[name] === undefined
        ? `is missing (${group} is only partly configured)`
        : `is not valid: expected ${issue.message}`;
    problems.push(`${name} ${what}.${hint}`);
  }
  return null;
}

/** Whether a value differs from its default. */
function saysSomething(field: z.core.$ZodType | undefined, value: string | undefined): boolean {
  if (value === undefined || field === undefined) return false;
  const without = z.safeParse(field, undefined);
  const given = z.safeParse(field, value);
  return !without.success || !given.success || !isDeepStrictEqual(without.data, given.data);
}

function toApp(app: z.output<typeof APP>): AppSettings {
  return {
    url: app.APP_URL,
    sessionSecret: app.NEXTAUTH_SECRET ?? null,
    ...toDatabase(app),
    cronSecret: app.CRON_SECRET ?? null,
    scheduler: app.SCHEDULER === 'on',
    clockUrl: app.CLOCK_URL ?? null,
    logLevel: app.LOG_LEVEL,
    graceDays: app.PAYMENT_GRACE_DAYS,
    credit: toCredit(app),
    ...toTimes(app),
    catalogPath: app.CATALOGUE_PATH ?? null,
    operatorEmails: app.OPERATOR_EMAILS,
    isDevelopment: app.NODE_ENV === 'development',
    isProduction: app.NODE_ENV === 'production',
    deploymentUrl: app.VERCEL_URL ? `https://${app.VERCEL_URL}` : null,
  };
}

function toApim(apim: z.output<typeof APIM>, app: z.output<typeof APP>): ApimEnv {
  return {
    subscriptionId: apim.AZURE_SUBSCRIPTION_ID,
    resourceGroup: apim.APIM_RESOURCE_GROUP,
    serviceName: apim.APIM_SERVICE_NAME,
    armEndpoint: apim.APIM_ARM_ENDPOINT,
    federated: toFederated(app),
    armToken: apim.APIM_ARM_TOKEN ?? null,
    gatewayUrl: apim.APIM_GATEWAY_URL,
    portalUrl: apim.APIM_PORTAL_URL,
    delegationKeys: apim.APIM_DELEGATION_KEY,
    delegatesSignIn: apim.APIM_DELEGATE_SIGN_IN === 'on',
    ...toUsage(apim),
  };
}
