import { join, resolve } from 'node:path';
import type { WorldPorts } from './ports';
import type { Secrets } from './secrets';
import type { EmulatorAddresses } from './start-emulators';

/** `localhost` for the application, as a cookie or a callback address of a developer would have it. */
export interface Addresses extends EmulatorAddresses {
  app: string;
  /** Where browsers reach Stripe's pages and script; `stripe` is what programs of this machine ask. */
  stripePages: string;
  /** Where programs of this machine ask for the time; `control` is for people. */
  clock: string;
}

/**
 * Addresses as other machines reach them, where the world is opened to them under a name. What only the application
 * asks stays on this machine: its clients speak plain text to no other.
 */
export function addressesFor(
  host: string | null,
  { app, emulators }: { app: string; emulators: EmulatorAddresses },
): Addresses {
  const opened = (address: string) => {
    if (host === null) return address;
    const url = new URL(address);
    url.hostname = host;
    return url.href.replace(/\/$/, '');
  };
  return {
    ...emulators,
    app: opened(app),
    gateway: opened(emulators.gateway),
    portal: opened(emulators.portal),
    control: opened(emulators.control),
    stripePages: opened(emulators.stripe),
    clock: `${emulators.control}/clock`,
  };
}

export interface WorldSettings {
  dataDir: string;
  secrets: Secrets;
  webhookSecret: string | null;
  meterWebhookSecret: string | null;
  databaseUrl: string | undefined;
  logLevel: string;
  scheduler: 'on' | 'off';
}

/** The application's settings, with every address pointing at the emulators. */
export function applicationEnvironment(
  world: WorldSettings,
  addresses: Addresses,
): Record<string, string | undefined> {
  const { secrets } = world;
  return {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    APP_URL: addresses.app,
    NEXTAUTH_URL: addresses.app,
    NEXTAUTH_SECRET: secrets.nextauthSecret,
    DATA_DIR: resolve(world.dataDir),
    DATABASE_URL: world.databaseUrl,
    CRON_SECRET: secrets.cronSecret,
    SCHEDULER: world.scheduler,
    CLOCK_URL: addresses.clock,
    LOG_LEVEL: world.logLevel,
    MAILBOX: 'on',
    // Sign up with it and confirm it in the mailbox: /operator is yours then.
    OPERATOR_EMAILS: 'operator@example.com',
    // Nobody has to fetch their phone to look around.
    REQUIRE_SECOND_FACTOR: 'off',
    // The first purchase is two minutes away, and the mail of a demo goes to /mailbox.
    REQUIRE_CONFIRMED_EMAIL: 'off',
    STRIPE_SECRET_KEY: secrets.stripeSecretKey,
    STRIPE_PUBLISHABLE_KEY: secrets.stripePublishableKey,
    // Provisioning needs the group whole before there is an endpoint to have a secret of.
    STRIPE_WEBHOOK_SECRET: world.webhookSecret ?? 'whsec_notmadeyet',
    STRIPE_METER_WEBHOOK_SECRET: world.meterWebhookSecret ?? undefined,
    STRIPE_API_BASE: addresses.stripe,
    STRIPE_JS_URL: `${addresses.stripePages}/basil/stripe.js`,
    AZURE_SUBSCRIPTION_ID: '00000000-0000-0000-0000-000000000000',
    APIM_RESOURCE_GROUP: 'tollgate',
    APIM_SERVICE_NAME: 'tollgate-apim',
    APIM_ARM_ENDPOINT: addresses.arm,
    APIM_ARM_TOKEN: 'demo-token',
    APIM_GATEWAY_URL: addresses.gateway,
    APIM_PORTAL_URL: addresses.portal,
    APIM_DELEGATION_KEY: secrets.delegationKey,
  };
}

export function emulatorEnvironment(of: {
  ports: WorldPorts;
  dataDir: string;
  cronSecret: string;
  /** Where the application listens, which the emulators call. */
  app: string;
  clock: { start: string; mode: 'run' | 'frozen' } | undefined;
  /** The name by which other machines reach this one; null: none does. */
  host: string | null;
  syncEveryHours: number;
}): Record<string, string | undefined> {
  const usageSync = {
    id: 'usage',
    title: 'Usage sync',
    url: `${of.app}/api/cron/usage`,
    method: 'POST',
    headers: { authorization: `Bearer ${of.cronSecret}` },
    everySeconds: of.syncEveryHours * 60 * 60,
  };
  return {
    EMULATOR_DATA_DIR: resolve(join(of.dataDir, 'emulators')),
    EMULATOR_STRIPE_PORT: String(of.ports.stripe),
    EMULATOR_ARM_PORT: String(of.ports.arm),
    EMULATOR_GATEWAY_PORT: String(of.ports.gateway),
    EMULATOR_PORTAL_PORT: String(of.ports.portal),
    EMULATOR_CLOCK: of.clock?.start,
    EMULATOR_CLOCK_MODE: of.clock?.mode ?? 'run',
    ...(of.host === null ? {} : { EMULATOR_LISTEN: '0.0.0.0', EMULATOR_PUBLIC_HOST: of.host }),
    EMULATOR_JOBS: JSON.stringify([usageSync]),
  };
}
