import { randomUUID } from 'node:crypto';
import { loadCatalogue } from '../../../payment/catalogue';
import { createApimClient } from '../../apim/client';
import { createApimGateway } from '../../apim/gateway';
import { createLeakedPasswords } from '../../auth/leaked-passwords';
import { hashPassword, verifyPassword } from '../../auth/password';
import { createVault } from '../../auth/vault';
import { type Database, openDatabase } from '../../db/client';
import type { Catalogue } from '../../domain/catalog/catalogue';
import { AppError } from '../../kit/app-error';
import { createOutbox } from '../../mail/outbox';
import type { ApiGateway } from '../../ports/api-gateway';
import type { PaymentProvider } from '../../ports/payment-provider';
import type { CallWatch } from '../../ports/telemetry';
import { createStripeClient } from '../../stripe/client';
import { createStripePayments } from '../../stripe/payments';
import type { Deps } from '../../use-cases/deps';
import { type Env, env } from '../env/env';
import { requestAddress } from '../http/request-address';
import { noteOwnCode } from '../http/request-edge';
import { later } from '../schedule/later';
import { wakeMail } from '../schedule/send-mail';
import { createTelemetry } from '../telemetry/telemetry';
import { createClock } from './clock';
import { log } from './log';
import { patienceOf } from './patience';

// Next loads route bundles and the instrumentation apart from one another; the database in the process must
// be opened once for all of them, so it hangs on globalThis.
const holder = globalThis as typeof globalThis & { tollgateDeps?: Promise<Wired> };

interface Wired {
  deps: Deps;
  /** The same, its database a replica where there is one. */
  reading: Deps;
  databases: Database[];
}

/** The real adapters, wired once per process. */
export async function getDeps(): Promise<Deps> {
  return (await wired()).deps;
}

/** For pages that list or count over everybody and write nothing: what they show may be seconds old. */
export async function getReadingDeps(): Promise<Deps> {
  return (await wired()).reading;
}

async function wired(): Promise<Wired> {
  noteOwnCode();
  holder.tollgateDeps ??= wire(env()).catch((error: unknown) => {
    // A start that failed (the database was not there yet) is tried again by the next request.
    delete holder.tollgateDeps;
    throw error;
  });
  return holder.tollgateDeps;
}

/** Closes what was opened; the embedded database's files are then whole. Nothing may be asked of it afterwards. */
export async function closeDeps(): Promise<void> {
  const open = await holder.tollgateDeps?.catch(() => null);
  await Promise.all((open?.databases ?? []).map((database) => database.close()));
}

async function wire(settings: Env): Promise<Wired> {
  const { app } = settings;
  const { databaseUrl, databaseReadUrl, databaseConnections: connections, dataDir } = app;
  const database = await openDatabase({ databaseUrl, dataDir, connections });
  const deps = await createDeps(settings, database);
  if (databaseReadUrl === null) return { deps, reading: deps, databases: [database] };
  const replica = await openDatabase({ databaseUrl: databaseReadUrl, dataDir: null, connections });
  const reading = { ...deps, db: replica.client };
  return { deps, reading, databases: [database, replica] };
}

async function createDeps(settings: Env, database: Database): Promise<Deps> {
  const { app } = settings;
  const telemetry = createTelemetry();
  const gateway = gatewayOf(settings, telemetry);
  return {
    db: database.client,
    payments: paymentsOf(settings, telemetry),
    telemetry,
    gateway,
    catalogue: await namedCatalogue(loadCatalogue(app.cataloguePath ?? undefined), gateway),
    clock: createClock(app.clockUrl),
    log,
    passwords: {
      hash: hashPassword,
      verify: verifyPassword,
      isLeaked: createLeakedPasswords(settings.identity.leakedPasswordsUrl, log),
    },
    mail: createOutbox(database.client, { appUrl: app.url, wake: () => wakeMail(database.client) }),
    vault: createVault(app.sessionSecret),
    requestAddress,
    later,
    newId: randomUUID,
    settings: {
      appUrl: app.url,
      portalUrl: settings.apim?.portalUrl ?? app.url,
      gatewayUrl: settings.apim?.gatewayUrl ?? '',
      graceDays: app.graceDays,
      credit: app.credit,
      usageLagMinutes: app.usageLagMinutes,
      signUp: settings.identity.signUp ?? (settings.mail ? 'confirm-first' : 'instant'),
      holdHours: app.holdHours,
      runBudgetSeconds: app.runBudgetSeconds,
    },
  };
}

function paymentsOf({ app, stripe }: Env, watch: CallWatch): PaymentProvider {
  if (!stripe) return unconfigured('Stripe', 'STRIPE_SECRET_KEY and the settings beside it');
  const patience = patienceOf(app.vendorPatienceSeconds);
  const clientOf = (secretKey: string) =>
    createStripeClient({ ...stripe, secretKey }, { watch, patience });
  return createStripePayments(clientOf(stripe.secretKey), {
    ...stripe,
    openMeterSession: stripe.meterStream ? clientOf : null,
  });
}

function gatewayOf({ app, apim }: Env, watch: CallWatch): ApiGateway {
  if (!apim)
    return unconfigured('API Management', 'AZURE_SUBSCRIPTION_ID and the settings beside it');
  const patience = patienceOf(app.vendorPatienceSeconds);
  return createApimGateway(createApimClient(apim, { watch, patience }), apim, watch);
}

/** Stands where a group of settings is absent: every use of it says what to set. */
function unconfigured<T extends object>(what: string, names: string): T {
  return new Proxy({} as T, {
    get: (_target, property) =>
      property === 'then'
        ? undefined
        : () => {
            throw new AppError('not-configured', `${what} is not configured: set ${names}.`);
          },
  });
}

/** A catalogue without display names shows the gateway's; without an answer it shows the ids. */
async function namedCatalogue(catalogue: Catalogue, gateway: ApiGateway): Promise<Catalogue> {
  if (catalogue.products.every((product) => product.displayName)) return catalogue;
  try {
    const names = new Map((await gateway.listProducts()).map((product) => [product.id, product]));
    return {
      ...catalogue,
      products: catalogue.products.map((product) => ({
        ...product,
        displayName: product.displayName ?? names.get(product.id)?.displayName ?? null,
        description: product.description ?? names.get(product.id)?.description ?? null,
      })),
    };
  } catch (error) {
    log.warn({ err: error }, 'product names not read from API Management');
    return catalogue;
  }
}
