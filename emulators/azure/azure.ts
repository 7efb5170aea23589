import type { Hono } from 'hono';
import type { Part } from '../core/part';
import type { World } from '../core/world';
import { armApp } from './arm/arm-app';
import type { AzureSettings } from './azure-settings';
import type { CallRecord } from './gateway/call-log';
import { gatewayApp } from './gateway/gateway-app';
import { makeTraffic, type TrafficInput, type TrafficResult } from './gateway/traffic';
import type { SavedCounters } from './policy/quota-counters';
import { portalApp } from './portal/portal-app';
import { changeRunningSettings, runningSettings } from './running-settings';
import { newService, type Service } from './service';
import type { SavedAzureState } from './state/azure-state';
import { type CallCounts, totalCalls } from './usage/call-class';
import type { SavedUsage } from './usage/usage-store';

export interface SubscriptionView {
  readonly id: string;
  readonly displayName: string;
  readonly state: string;
  readonly user: string | null;
  readonly product: string | null;
  readonly created: string;
  /** All calls ever, by class. */
  readonly calls: CallCounts & { readonly total: number };
}

export interface UserView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly state: string;
  readonly subscriptions: number;
}

/** Azure as the world and the control API see it. */
export interface Azure extends Part {
  readonly arm: Hono;
  readonly gateway: Hono;
  readonly portal: Hono;
  /** Throws a TrafficError when the request makes no sense. */
  traffic(input: TrafficInput): TrafficResult;
  /** Reports change their mind about a time that is over. Gives by how many calls they did. */
  correct(input: {
    subscription: string;
    at: string;
    calls: number;
    operation?: string | undefined;
  }): number;
  /** Newest first. */
  listSubscriptions(): SubscriptionView[];
  /** Every state that a subscription came to be in, oldest first; `deleted` when it was gone. */
  listStateChanges(): { subscription: string; state: string; at: string }[];
  listUsers(): UserView[];
  /** The last calls, newest first. */
  listCalls(): readonly CallRecord[];
  /** What can be changed while it runs. */
  settings(): Readonly<Record<string, number | boolean>>;
  /** Throws a ZodError for what is no switch. */
  changeSettings(change: unknown): void;
  counts(): { users: number; products: number; apis: number; subscriptions: number };
}

export function createAzure(world: World, settings: AzureSettings): Azure {
  const service = newService(world, settings);
  return {
    name: 'azure',
    arm: armApp(service),
    gateway: gatewayApp(service),
    portal: portalApp(service),
    // Nothing in Azure waits for a time: windows, states and lags are read off the clock.
    nextDue: () => undefined,
    runDue: async () => undefined,
    snapshot: () => snapshot(service),
    restore: (data) => restore(service, data),
    traffic: (input) => makeTraffic(service, input),
    correct: ({ subscription, at, calls, operation }) => {
      const change = { atMs: Date.parse(at), calls, operationId: operation };
      const changed = service.usage.correct(subscription, change);
      world.touch();
      return changed;
    },
    listSubscriptions: () =>
      [...service.state.subscriptions.all()].reverse().map((row) => {
        const calls = service.usage.totals(row.id);
        return {
          id: row.id,
          displayName: row.displayName,
          state: row.state,
          user: row.ownerId,
          product: row.scope.kind === 'product' ? row.scope.id : null,
          created: new Date(row.createdMs).toISOString(),
          calls: { ...calls, total: totalCalls(calls) },
        };
      }),
    listStateChanges: () =>
      service.state.subscriptions.changes.map(({ id, state, atMs }) => ({
        subscription: id,
        state,
        at: new Date(atMs).toISOString(),
      })),
    listUsers: () =>
      [...service.state.users.all()].map((row) => ({
        id: row.id,
        email: row.email,
        name: `${row.firstName} ${row.lastName}`.trim(),
        state: row.state,
        subscriptions: service.state.subscriptions.ownedBy(row.id).length,
      })),
    listCalls: () => service.calls.recent(),
    settings: () => runningSettings(service),
    changeSettings: (change) => changeRunningSettings(service, change),
    counts: () => ({
      users: service.state.users.size,
      products: service.state.products.size,
      apis: service.state.apis.size,
      subscriptions: service.state.subscriptions.size,
    }),
  };
}

interface Saved {
  readonly state: SavedAzureState;
  readonly usage: SavedUsage;
  readonly counters: SavedCounters;
}

function snapshot(service: Service): Saved {
  return {
    state: service.state.snapshot(),
    usage: service.usage.snapshot(),
    counters: service.counters.snapshot(),
  };
}

function restore(service: Service, data: unknown): void {
  const { state, usage, counters, rates, calls, world, switches } = service;
  switches.reset();
  rates.clear();
  calls.clear();
  if (data === undefined) {
    state.clear(world.clock.nowMs());
    usage.restore(undefined);
    counters.restore([]);
    return;
  }
  // Written by snapshot() above; the file's version is checked where it is read.
  const saved = data as Saved;
  state.restore(saved.state);
  usage.restore(saved.usage);
  counters.restore(saved.counters);
}
