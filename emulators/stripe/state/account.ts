import { Schedule } from '../../core/schedule';
import { Table } from '../../core/table';
import type { World } from '../../core/world';
import type { DisputeRow, FraudWarningRow } from './dispute-rows';
import { IdempotencyKeys } from './idempotency';
import { randomText } from './ids';
import { Limits } from './limits';
import { MeterLedger } from './meter-ledger';
import type { BalanceRow, InvoiceItemRow, RefundRow } from './money-rows';
import type * as notifications from './notification-rows';
import type * as payments from './payment-rows';
import type * as portal from './portal-rows';
import type { PriceRow } from './price-rows';
import type * as rows from './rows';
import { type ScheduleRow, withPhaseItems } from './schedule-rows';
import { Timelines } from './timelines';
import type * as v2 from './v2-rows';

export type Access = 'read' | 'write';
/** What a restricted key may do, by resource; a resource that is missing is closed. */
export type Permissions = Readonly<Record<string, Access>>;

/** How this account is set up: what Stripe's dashboard would ask. */
export interface AccountSettings {
  /** Seconds between a meter event's arrival and its showing in summaries and invoices. */
  meterLagSeconds: number;
  /** Whether `POST /v1/billing/meter_events` refuses what is wrong, or takes it and reports it later. */
  meterEventChecks: 'at-once' | 'later';
  /** How long a renewal's invoice stays a draft. */
  renewalGraceSeconds: number;
  /** Days before a renewal that `invoice.upcoming` announces it; 0 = never. */
  upcomingDays: number;
  /** Days from each failed attempt to the next. */
  retryDays: number[];
  afterRetries: 'unpaid' | 'cancel';
  /** Real milliseconds that each API call takes, so that two calls can overlap. */
  latencyMs: number;
  /** Restricted keys (rk_test_...) by what they may do; one that is not named may do everything. */
  restrictedKeys: Record<string, Permissions>;
  /** Stripe's limits: 25 calls a second with test keys, 100 live; 1,000 meter events, one at a time for a customer and meter. */
  limits: 'off' | 'test' | 'live';
}

export const DEFAULT_SETTINGS: AccountSettings = {
  meterLagSeconds: 0,
  meterEventChecks: 'at-once',
  renewalGraceSeconds: 3600,
  upcomingDays: 7,
  retryDays: [3, 5, 7],
  afterRetries: 'unpaid',
  latencyMs: 0,
  restrictedKeys: {},
  limits: 'off',
};

export interface RequestContext {
  readonly id: string | null;
  readonly idempotency_key: string | null;
}

/** One Stripe account: all that it holds and the things that wait in it. */
export class Account {
  readonly world: World;
  readonly customers = new Table<rows.CustomerRow>();
  readonly paymentMethods = new Table<rows.PaymentMethodRow>((row) => row.customer);
  readonly products = new Table<rows.ProductRow>();
  readonly prices = new Table<PriceRow>((row) => row.product);
  readonly meters = new Table<rows.MeterRow>();
  readonly sessions = new Table<rows.SessionRow>();
  readonly subscriptions = new Table<rows.SubscriptionRow>((row) => row.customer);
  readonly schedules = new Table<ScheduleRow>((row) => row.subscription);
  readonly invoices = new Table<rows.InvoiceRow>((row) => row.customer);
  readonly invoiceItems = new Table<InvoiceItemRow>((row) => row.customer);
  readonly balanceTransactions = new Table<BalanceRow>((row) => row.customer);
  readonly refunds = new Table<RefundRow>((row) => row.paymentIntent);
  readonly disputes = new Table<DisputeRow>((row) => row.charge);
  readonly fraudWarnings = new Table<FraudWarningRow>((row) => row.charge);
  readonly paymentIntents = new Table<payments.PaymentIntentRow>((row) => row.customer);
  readonly charges = new Table<payments.ChargeRow>((row) => row.paymentIntent);
  readonly setupIntents = new Table<payments.SetupIntentRow>();
  readonly invoicePayments = new Table<payments.InvoicePaymentRow>((row) => row.invoice);
  readonly endpoints = new Table<notifications.EndpointRow>();
  readonly events = new Table<notifications.EventRow>();
  readonly deliveries = new Table<notifications.DeliveryRow>((row) => row.event);
  readonly destinations = new Table<v2.DestinationRow>();
  readonly thinEvents = new Table<v2.ThinEventRow>();
  readonly meterSessions = new Table<v2.MeterSessionRow>();
  readonly meterProblems = new Table<v2.MeterProblemRow>((row) => row.meter ?? 'none');
  readonly portalConfigurations = new Table<portal.PortalConfigurationRow>();
  readonly portalSessions = new Table<portal.PortalSessionRow>();
  readonly ledger = new MeterLedger();
  readonly idempotency = new IdempotencyKeys();
  limits = new Limits();
  readonly schedule = new Schedule();
  readonly timelines = new Timelines();
  settings: AccountSettings = { ...DEFAULT_SETTINGS };
  /** Makes this account's card fingerprints differ from another account's. */
  salt = randomText(16);
  /** Where hosted pages are reached; known once the listener is up. */
  baseUrl = 'http://127.0.0.1:4242';
  /** The API request that is being worked on. Set and used without a pause in between. */
  request: RequestContext = { id: null, idempotency_key: null };

  constructor(world: World) {
    this.world = world;
  }

  /** Emulated time in seconds, as Stripe writes it: that of the test clock which the work lives by. */
  now(): number {
    return this.timelines.current?.frozenTime ?? this.worldNow();
  }

  /** Emulated time in seconds, whatever test clocks show: that of webhooks, usage and keys. */
  worldNow(): number {
    return this.world.clock.nowSeconds();
  }

  /** Looks at something again at a time given in seconds, of the timeline that the work is on. */
  wake(kind: string, id: string, atSeconds: number): void {
    const { current } = this.timelines;
    const schedule = current ? this.timelines.scheduleOf(current.id) : this.schedule;
    schedule.add({ kind, id, atMs: atSeconds * 1000 });
  }

  wakeInWorld(kind: string, id: string, atSeconds: number): void {
    this.schedule.add({ kind, id, atMs: atSeconds * 1000 });
  }

  snapshot(): unknown {
    const tables = Object.fromEntries(
      Object.entries(this.#tables()).map(([name, table]) => [name, table.snapshot()]),
    );
    return {
      tables,
      ledger: this.ledger.snapshot(),
      idempotency: this.idempotency.snapshot(),
      schedule: this.schedule.snapshot(),
      timelines: this.timelines.snapshot(),
      settings: this.settings,
      salt: this.salt,
    };
  }

  restore(data: unknown): void {
    const saved = (data ?? {}) as {
      tables?: Record<string, never[]>;
      ledger?: never;
      idempotency?: never;
      schedule?: never[];
      timelines?: never;
      settings?: AccountSettings;
      salt?: string;
    };
    for (const [name, table] of Object.entries(this.#tables())) {
      table.restore(saved.tables?.[name] ?? []);
    }
    for (const row of this.schedules.all()) this.schedules.put(withPhaseItems(row));
    this.ledger.restore(saved.ledger);
    this.idempotency.restore(saved.idempotency);
    this.schedule.restore(saved.schedule ?? []);
    this.timelines.restore(saved.timelines);
    this.settings = { ...DEFAULT_SETTINGS, ...saved.settings };
    this.salt = saved.salt ?? randomText(16);
  }

  #tables() {
    return {
      customers: this.customers,
      paymentMethods: this.paymentMethods,
      products: this.products,
      prices: this.prices,
      meters: this.meters,
      sessions: this.sessions,
      subscriptions: this.subscriptions,
      schedules: this.schedules,
      invoices: this.invoices,
      invoiceItems: this.invoiceItems,
      balanceTransactions: this.balanceTransactions,
      refunds: this.refunds,
      disputes: this.disputes,
      fraudWarnings: this.fraudWarnings,
      paymentIntents: this.paymentIntents,
      charges: this.charges,
      setupIntents: this.setupIntents,
      invoicePayments: this.invoicePayments,
      endpoints: this.endpoints,
      events: this.events,
      deliveries: this.deliveries,
      destinations: this.destinations,
      thinEvents: this.thinEvents,
      meterSessions: this.meterSessions,
      meterProblems: this.meterProblems,
      portalConfigurations: this.portalConfigurations,
      portalSessions: this.portalSessions,
    };
  }
}
