import { Hono } from 'hono';
import { type Azure, createAzure } from './azure/azure';
import { readAzureSettings } from './azure/azure-settings';
import { createControl } from './control/control';
import { laterBy } from './core/duration';
import { readSettings } from './core/settings';
import { World } from './core/world';
import { closeFronts, type Front, openFronts } from './fronts';
import { createStripe } from './stripe/stripe';

// Every type that a caller sees is declared here: the package's one file of types is made from this one.

export type EmulatorVendor = 'stripe' | 'azure';

/** What listens at an address of its own. */
export type EmulatorService = 'stripe' | 'arm' | 'gateway' | 'portal';

type ServiceOf<V extends EmulatorVendor> = V extends 'stripe'
  ? 'stripe'
  : Exclude<EmulatorService, 'stripe'>;

export interface EmulatorsOptions<V extends EmulatorVendor = EmulatorVendor> {
  /** The vendor that is started alone; both by default. */
  readonly only?: V | undefined;
  /** Ports by service. 0, which is the default, is one that the system gives. */
  readonly port?: 0 | Partial<Readonly<Record<EmulatorService, number>>> | undefined;
  /** Emulated time: where it starts (now) and whether it runs (`run`) or only moves on request (`frozen`). */
  readonly clock?:
    | { readonly start?: string | Date | undefined; readonly mode?: 'run' | 'frozen' | undefined }
    | undefined;
  /** The folder that keeps the state from one start to the next. Without it everything is forgotten at the end. */
  readonly dataDir?: string | undefined;
  /** Everything else, by the names that the program takes from its environment: `EMULATOR_REPORT_LAG_SECONDS`, … */
  readonly settings?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface EmulatorClock {
  now(): Date;
  /** Moves time by an ISO 8601 duration (`P1M`, `PT2H`) or seconds, and does all that is due on the way. */
  advance(by: string | number): Promise<Date>;
  /** The same up to a time. */
  advanceTo(time: string | Date): Promise<Date>;
}

/** Everything as it was at a time. It is plain JSON: keep it in a file to start other emulators from it. */
export interface EmulatorCheckpoint {
  readonly atMs: number;
  readonly parts: string;
}

export interface Emulators<V extends EmulatorVendor = EmulatorVendor> {
  /** `http://127.0.0.1:<port>`; `control` ends in `/_control`. */
  readonly addresses: Readonly<Record<ServiceOf<V> | 'control', string>>;
  readonly clock: EmulatorClock;
  checkpoint(): Promise<EmulatorCheckpoint>;
  /** Back to nothing at the time of the start, or to a checkpoint and its time. Addresses stay. */
  reset(to?: EmulatorCheckpoint): Promise<void>;
  /** Keeps the state where there is a folder for it, and stops listening. */
  close(): Promise<void>;
}

const SERVICES = {
  stripe: 'stripe',
  arm: 'azure',
  gateway: 'azure',
  portal: 'azure',
} as const satisfies Record<EmulatorService, EmulatorVendor>;

/** Starts the emulators of Stripe and Azure in this process. */
export async function createEmulators<V extends EmulatorVendor = EmulatorVendor>(
  options: EmulatorsOptions<V> = {},
): Promise<Emulators<V>> {
  const given = options.settings ?? {};
  const settings = readSettings(given);
  const fronts = await openFronts(portsOf(options), {
    ...settings,
    hosts: [...settings.hosts, ...hostsOf(given, settings.publicHost)],
  });
  let world: World;
  try {
    const { start } = options.clock ?? {};
    world = new World({
      dataDir: options.dataDir ?? settings.dataDir,
      clockStartMs: start === undefined ? settings.clockStartMs : timeOf(start),
      clockMode: options.clock?.mode ?? settings.clockMode,
      jobs: settings.jobs,
      quietMs: settings.quietMs,
    });
    serve(world, fronts, given);
  } catch (error) {
    await closeFronts(fronts);
    throw error;
  }
  world.start();
  const urls = Object.fromEntries([...fronts].map(([service, { url }]) => [service, url]));
  const control = `${[...fronts.values()][0]?.url}/_control`;
  return {
    addresses: { ...urls, control } as Emulators<V>['addresses'],
    clock: clockOf(world),
    checkpoint: () => world.checkpoint(),
    reset: (to) => (to === undefined ? world.reset() : world.returnTo(to)),
    close: async () => {
      await closeFronts(fronts);
      await world.stop();
    },
  };
}

function portsOf<V extends EmulatorVendor>({ only, port = 0 }: EmulatorsOptions<V>) {
  const services = Object.entries(SERVICES) as [EmulatorService, EmulatorVendor][];
  const wanted = services.filter(([, vendor]) => only === undefined || vendor === only);
  return new Map(wanted.map(([id]) => [id, port === 0 ? 0 : (port[id] ?? 0)] as const));
}

/** Names that a setting gives to our own listeners are ours too. */
function hostsOf(
  given: Readonly<Record<string, string | undefined>>,
  publicHost: string | undefined,
): string[] {
  const named = [given.EMULATOR_GATEWAY_URL, given.EMULATOR_PORTAL_URL].flatMap((url = '') =>
    URL.canParse(url) ? [new URL(url).hostname] : [],
  );
  return publicHost === undefined ? named : [...named, publicHost];
}

function serve(
  world: World,
  fronts: ReadonlyMap<EmulatorService, Front>,
  given: Readonly<Record<string, string | undefined>>,
): void {
  const stripe = createStripe(world);
  const azure = createAzure(world, azureSettings(given, fronts));
  stripe.account.baseUrl = fronts.get('stripe')?.publicUrl ?? stripe.account.baseUrl;
  world.add(stripe);
  world.add(azure);
  const control = createControl({ world, stripe, gateway: controlOf(azure) });
  const apps = { stripe: stripe.app, arm: azure.arm, gateway: azure.gateway, portal: azure.portal };
  for (const [id, front] of fronts) {
    const app = apps[id];
    // Handed on whole, so that a vendor's own answer for what is not there comes through.
    front.open(new Hono().route('/_control', control).all('*', (c) => app.fetch(c.req.raw, c.env)));
  }
}

function controlOf(azure: Azure): Parameters<typeof createControl>[0]['gateway'] {
  return {
    traffic: (request) => azure.traffic(request),
    correct: (request) => azure.correct(request),
    subscriptions: () =>
      azure.listSubscriptions().map(({ displayName, ...one }) => ({ ...one, name: displayName })),
    stateChanges: () => azure.listStateChanges(),
    calls: (limit) => azure.listCalls().slice(0, limit),
    settings: () => azure.settings(),
    changeSettings: (change) => azure.changeSettings(change),
  };
}

/** Azure returns the addresses of its other listeners to clients, unless a setting gives them. */
function azureSettings(
  given: Readonly<Record<string, string | undefined>>,
  fronts: ReadonlyMap<EmulatorService, Front>,
) {
  const own = Object.entries(given).filter(([, value]) => value !== '' && value !== undefined);
  return readAzureSettings({
    EMULATOR_GATEWAY_URL: fronts.get('gateway')?.publicUrl,
    EMULATOR_PORTAL_URL: fronts.get('portal')?.publicUrl,
    ...Object.fromEntries(own),
  });
}

function clockOf(world: World): EmulatorClock {
  const advanceTo = async (ms: number) => {
    if (ms < world.clock.nowMs())
      throw new RangeError('Time only goes forward: reset() goes back.');
    await world.advanceTo(ms);
    return world.clock.now();
  };
  return {
    now: () => world.clock.now(),
    advance: async (by) => {
      const ms = laterBy(world.clock.nowMs(), by);
      if (ms === undefined)
        throw new RangeError(`${by} is no ISO 8601 duration such as P1M or PT2H, and no seconds.`);
      return advanceTo(ms);
    },
    advanceTo: async (time) => advanceTo(timeOf(time)),
  };
}

function timeOf(time: string | Date): number {
  const ms = new Date(time).getTime();
  if (Number.isNaN(ms)) throw new RangeError(`${time} is no time.`);
  return ms;
}
