import { randomUUID } from 'node:crypto';
import { createApimClient } from '../../apim/client';
import { createApimGateway } from '../../apim/gateway';
import type { TransportOptions } from '../../apim/transport';
import { createLeakedPasswords } from '../../auth/leaked-passwords';
import { hashPassword, verifyPassword } from '../../auth/password';
import { createVault } from '../../auth/vault';
import type { PrismaClient } from '../../db/generated/client';
import { AppError } from '../../kit/app-error';
import { createOutbox } from '../../mail/outbox';
import type { ApiGateway } from '../../ports/api-gateway';
import type { PaymentProvider } from '../../ports/payment-provider';
import type { Telemetry } from '../../ports/telemetry';
import { createStripeClient, type StripeClientOptions } from '../../stripe/client';
import { createStripePayments } from '../../stripe/payments';
import type { Deps } from '../../use-cases/deps';
import { loadCatalog } from '../catalog/load-catalog';
import type { Env } from '../env/env';
import { createClock } from './clock';

/** What only the process itself can provide: a server has others than a test or a benchmark. */
export interface ProcessEdges {
  db: PrismaClient;
  log: Deps['log'];
  telemetry: Telemetry;
  requestAddress: Deps['requestAddress'];
  later: Deps['later'];
  /** Called after a message was queued, so that it is sent soon. */
  wakeMail: () => void;
}

/** Replaces a part, or wraps a vendor's transport. */
export interface Overrides {
  stripe?: StripeClientOptions;
  apim?: TransportOptions;
  deps?: Partial<Deps>;
}

/** The one place where the use cases get their dependencies: for the server, tests, simulation and benchmarks. */
export function wire(settings: Env, edges: ProcessEdges, overrides: Overrides = {}): Deps {
  const { app, apim, identity } = settings;
  const { db, log, telemetry, requestAddress, later, wakeMail } = edges;
  return {
    db,
    log,
    telemetry,
    requestAddress,
    later,
    payments: paymentsOf(settings, { watch: telemetry, ...overrides.stripe }),
    gateway: gatewayOf(settings, { watch: telemetry, ...overrides.apim }),
    catalog: loadCatalog(app.catalogPath ?? undefined),
    clock: createClock(app.clockUrl),
    passwords: {
      hash: hashPassword,
      verify: verifyPassword,
      isLeaked: createLeakedPasswords(identity.leakedPasswordsUrl, log),
    },
    mail: createOutbox(db, { appUrl: app.url, wake: wakeMail }),
    vault: createVault(app.sessionSecret),
    newId: randomUUID,
    settings: {
      appUrl: app.url,
      portalUrl: apim?.portalUrl ?? app.url,
      gatewayUrl: apim?.gatewayUrl ?? '',
      graceDays: app.graceDays,
      credit: app.credit,
      usageLagMinutes: app.usageLagMinutes,
      signUp: identity.signUp ?? (settings.mail ? 'confirm-first' : 'instant'),
      deferHours: app.deferHours,
      runBudgetSeconds: app.runBudgetSeconds,
    },
    ...overrides.deps,
  };
}

function paymentsOf({ stripe }: Env, options: StripeClientOptions): PaymentProvider {
  if (!stripe) return unconfigured('Stripe', 'STRIPE_SECRET_KEY and the settings beside it');
  const clientOf = (secretKey: string) => createStripeClient({ ...stripe, secretKey }, options);
  return createStripePayments(clientOf(stripe.secretKey), {
    ...stripe,
    openMeterSession: stripe.meterStream ? clientOf : null,
  });
}

function gatewayOf({ apim }: Env, options: TransportOptions): ApiGateway {
  if (!apim)
    return unconfigured('API Management', 'AZURE_SUBSCRIPTION_ID and the settings beside it');
  return createApimGateway(createApimClient(apim, options), apim, options.watch);
}

/** Used where a group of settings is absent: every use of it says what to set. */
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
