import { randomUUID } from 'node:crypto';
import { createApimClient } from '../lib/apim/client';
import { createApimGateway } from '../lib/apim/gateway';
import type { TransportOptions } from '../lib/apim/transport';
import { hashPassword, verifyPassword } from '../lib/auth/password';
import { createVault } from '../lib/auth/vault';
import type { PrismaClient } from '../lib/db/generated/client';
import type { Catalogue } from '../lib/domain/catalog/catalogue';
import { createOutbox } from '../lib/mail/outbox';
import { UNWATCHED } from '../lib/ports/telemetry';
import { parseEnv } from '../lib/server/env/env';
import { createClock } from '../lib/server/wiring/clock';
import { createStripeClient, type StripeClientOptions } from '../lib/stripe/client';
import { createStripePayments } from '../lib/stripe/payments';
import type { Deps } from '../lib/use-cases/deps';
import { loadCatalogue } from '../payment/catalogue';
import { findDifferences, takeSteps } from '../payment/provision/provision';
import { readSettings } from '../payment/provision/settings';
import { secretTold } from '../payment/provision/stripe/secret-file';
import type { RunningEmulators } from './emulators';

const CRON_SECRET = 'cron-secret-of-tests';

type Addresses = Pick<RunningEmulators, 'stripeUrl' | 'armUrl' | 'gatewayUrl' | 'portalUrl'>;

/** The application's environment, with the emulators in the vendors' place. */
export function settingsOf(emulators: Addresses, appUrl: string): Record<string, string> {
  return {
    APP_URL: appUrl,
    NEXTAUTH_SECRET: 'session-secret-of-tests-0123456789',
    // Tests of other things buy with an address that nobody has confirmed.
    REQUIRE_CONFIRMED_EMAIL: 'off',
    CRON_SECRET,
    CLOCK_URL: `${emulators.stripeUrl}/_control/clock`,
    STRIPE_SECRET_KEY: 'sk_test_tollgate0123456789',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_tollgate0123456789',
    STRIPE_WEBHOOK_SECRET: 'whsec_notmadeyet',
    STRIPE_METER_WEBHOOK_SECRET: 'whsec_metersoftests',
    STRIPE_API_BASE: emulators.stripeUrl,
    AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
    APIM_RESOURCE_GROUP: 'tollgate',
    APIM_SERVICE_NAME: 'tollgate-apim',
    APIM_ARM_ENDPOINT: emulators.armUrl,
    APIM_ARM_TOKEN: 'token-of-tests',
    APIM_GATEWAY_URL: emulators.gatewayUrl,
    APIM_PORTAL_URL: emulators.portalUrl,
    APIM_DELEGATION_KEY: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
  };
}

/** Makes the catalogue at the vendors as an operator does. Gives the webhook's signing secret. */
export async function provision(
  source: Record<string, string>,
  catalogue: Catalogue = loadCatalogue(),
): Promise<string> {
  let secret = '';
  const settings = readSettings(() => parseEnv(source));
  const file = secretTold((name, told) => {
    if (name === 'STRIPE_WEBHOOK_SECRET') secret = told;
  });
  const findings = await findDifferences(settings, catalogue, file);
  await takeSteps(findings.steps, () => {});
  if (!secret) throw new Error('Provisioning told no webhook secret.');
  return secret;
}

export interface Wiring {
  stripe?: StripeClientOptions;
  apim?: TransportOptions;
  changes?: Partial<Deps>;
}

/** The use cases' surroundings as lib/server wires them, on a database of the test's. */
export function wire(
  source: Record<string, string>,
  db: PrismaClient,
  { stripe: stripeOptions, apim: apimOptions, changes = {} }: Wiring = {},
): Deps {
  const { app, stripe, apim } = parseEnv(source);
  if (!stripe || !apim) throw new Error('The settings of the tests are incomplete.');
  return {
    db,
    payments: createStripePayments(createStripeClient(stripe, stripeOptions), stripe),
    gateway: createApimGateway(createApimClient(apim, apimOptions), apim, apimOptions?.watch),
    catalogue: loadCatalogue(),
    clock: createClock(app.clockUrl),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    telemetry: UNWATCHED,
    passwords: { hash: hashPassword, verify: verifyPassword, isLeaked: async () => false },
    mail: createOutbox(db, { appUrl: app.url, wake: () => {} }),
    vault: createVault('session-secret-of-tests-0123456789'),
    requestAddress: async () => null,
    later: (_name, work) => void work(),
    newId: randomUUID,
    settings: {
      appUrl: app.url,
      portalUrl: apim.portalUrl,
      gatewayUrl: apim.gatewayUrl,
      graceDays: app.graceDays,
      credit: app.credit,
      usageLagMinutes: app.usageLagMinutes,
      signUp: 'instant',
      holdHours: app.holdHours,
      runBudgetSeconds: app.runBudgetSeconds,
    },
    ...changes,
  };
}
