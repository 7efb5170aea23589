import type { PrismaClient } from '../lib/db/generated/client';
import type { Catalog } from '../lib/domain/catalog/catalog';
import type { CatalogTarget } from '../lib/ports/catalog-target';
import { UNWATCHED } from '../lib/ports/telemetry';
import { catalogSettings } from '../lib/server/catalog/catalog-settings';
import { catalogTargets, type TargetEdges } from '../lib/server/catalog/catalog-targets';
import { loadCatalog } from '../lib/server/catalog/load-catalog';
import { parseEnv } from '../lib/server/env/env';
import type { ProcessEdges } from '../lib/server/wiring/wire';
import { planCatalog } from '../lib/use-cases/catalog/plan-catalog';
import { takeSteps } from '../payment/provision/apply-plan';
import { secretPrinted } from '../payment/provision/secret-file';
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

/** Makes the catalog at the vendors as an operator does. Gives the webhook's signing secret. */
export async function provision(
  source: Record<string, string>,
  catalog: Catalog = loadCatalog(),
): Promise<string> {
  let secret = '';
  const settings = catalogSettings(() => parseEnv(source));
  const secrets = secretPrinted((setting, reported) => {
    if (setting === 'STRIPE_WEBHOOK_SECRET') secret = reported;
  });
  await takeCatalog(catalogTargets(settings, secrets), catalog);
  if (!secret) throw new Error('Provisioning returned no webhook secret.');
  return secret;
}

/** Applies another catalog to vendors that have one, price changes included; `migrate` moves those who pay an older price. */
export async function applyCatalog(
  source: Record<string, string>,
  catalog: Catalog,
  migrate: boolean,
  edges: TargetEdges = {},
): Promise<void> {
  const settings = catalogSettings(() => parseEnv(source));
  const secrets = secretPrinted(() => {});
  await takeCatalog(catalogTargets(settings, secrets, edges), catalog, migrate);
}

async function takeCatalog(
  targets: CatalogTarget[],
  catalog: Catalog,
  migrate = false,
): Promise<void> {
  const plan = await planCatalog(targets, catalog, { migrate, progress: () => {} });
  await takeSteps(plan.steps, () => {});
}

/** What surrounds a use case outside of a server: nobody listens, and what comes later comes at once. */
export function quietEdges(db: PrismaClient): ProcessEdges {
  return {
    db,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    telemetry: UNWATCHED,
    requestAddress: async () => null,
    later: (_name, work) => void work(),
    wakeMail: () => {},
  };
}
