import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Azure, createAzure } from './azure/azure';
import { type AzureSettings, defaultAzureSettings } from './azure/azure-settings';
import { type StartedAzure, seed, startAzure } from './azure/started-azure';
import { createControl } from './control/control';
import type { GatewayControl } from './control/controlled';
import { listen } from './core/listen';
import type { Checkpoint, World } from './core/world';
import {
  type StartedShop,
  type StartedStripe,
  startShop,
  startStripe,
} from './stripe/started-stripe';

// For tests: what the tests of a file start from is made once, and everything is put back to it before each of them.

/** A stocked shop with an inbox; `take` gets it, and adds what these tests need beyond it. */
export function inFreshShop(take: (shop: StartedShop) => unknown): void {
  shared({
    start: startShop,
    worldOf: ({ emulator }) => emulator.world,
    take: (shop) => {
      shop.inbox.received.length = 0;
      shop.inbox.answer = 200;
      return take(shop);
    },
  });
}

/** Azure with the sample API, a product and a user, or what `prepare` makes there. */
export function inFreshAzure(
  take: (azure: StartedAzure) => unknown,
  options: {
    settings?: Partial<AzureSettings>;
    prepare?: (azure: StartedAzure) => Promise<unknown>;
  } = {},
): void {
  shared({
    start: async () => {
      const azure = await startAzure(options.settings);
      await (options.prepare ?? seed)(azure);
      return azure;
    },
    worldOf: ({ world }) => world,
    take,
  });
}

/** Azure as it is before anybody has made anything. */
export function inEmptyAzure(take: (azure: StartedAzure) => unknown): void {
  inFreshAzure(take, { prepare: async () => {} });
}

/** The control page and API in front of both emulators. */
export interface StartedControl {
  readonly emulator: StartedStripe;
  readonly azure: Azure;
  /** Ends in `/_control`. */
  readonly url: string;
  readonly armUrl: string;
  /** A page that has answered nothing yet. */
  renew(): void;
  stop(): Promise<void>;
}

export interface ControlOptions {
  readonly stripe?: Parameters<typeof startStripe>[0];
  readonly azure?: Partial<AzureSettings>;
  /** What the gateway says; without it, that there is one subscription. */
  readonly gateway?: Partial<GatewayControl>;
}

export async function startControl(options: ControlOptions = {}): Promise<StartedControl> {
  const emulator = await startStripe(options.stripe);
  const { world } = emulator;
  const azure = createAzure(world, { ...defaultAzureSettings, ...options.azure });
  world.add(azure);
  const gateway: GatewayControl = {
    traffic: azure.traffic,
    correct: azure.correct,
    subscriptions: () => [{ id: 'sub-1', name: 'One', product: null, state: 'active' }],
    stateChanges: azure.listStateChanges,
    calls: () => [],
    settings: azure.settings,
    changeSettings: azure.changeSettings,
    ...options.gateway,
  };
  const newPage = () =>
    new Hono().route('/_control', createControl({ world, stripe: emulator.part, gateway }));
  let page = newPage();
  const listening = await listen(
    new Hono().all('*', (c) => page.fetch(c.req.raw, c.env)),
    0,
  );
  const arm = await listen(azure.arm, 0);
  return {
    emulator,
    azure,
    url: `${listening.url}/_control`,
    armUrl: arm.url,
    renew: () => {
      page = newPage();
    },
    stop: async () => {
      await Promise.all([listening.close(), arm.close()]);
      await emulator.stop();
    },
  };
}

export function inFreshControl(
  take: (control: StartedControl) => unknown,
  options: ControlOptions = {},
): void {
  shared({
    start: () => startControl(options),
    worldOf: ({ emulator }) => emulator.world,
    take: (control) => {
      control.renew();
      return take(control);
    },
  });
}

function shared<T extends { stop(): Promise<void> }>(of: {
  start: () => Promise<T>;
  worldOf: (started: T) => World;
  take: (started: T) => unknown;
}): void {
  let started: T;
  let beginning: Checkpoint;
  beforeAll(async () => {
    started = await of.start();
    beginning = await of.worldOf(started).checkpoint();
  });
  beforeEach(async () => {
    await of.worldOf(started).returnTo(beginning);
    await of.take(started);
  });
  afterAll(() => started.stop());
}
