import { Hono } from 'hono';
import { readArguments } from './arguments';
import { createAzure } from './azure/azure';
import { readAzureSettings } from './azure/azure-settings';
import { createControl } from './control/control';
import { type Listening, listen, PortTakenError } from './core/listen';
import { type EmulatorSettings, readSettings, surroundings } from './core/settings';
import { World } from './core/world';
import { createStripe } from './stripe/stripe';

/** Both emulators in one process, or the one that is named, until Ctrl-C: `npm run emulators [-- stripe|azure]`. */
async function main(): Promise<void> {
  const settings = readSettings();
  const { only, dataDir } = readArguments(process.argv.slice(2), settings.dataDir);
  // First, because port 0 is one that the system gives, and both tell their clients where they listen.
  const fronts = await openFronts(
    frontsOf(settings).filter(({ vendor }) => vendor === (only ?? vendor)),
    whereOf(settings),
  );
  const world = new World({
    dataDir,
    clockStartMs: settings.clockStartMs,
    clockMode: settings.clockMode,
    jobs: settings.jobs,
    quietMs: settings.quietMs,
  });
  const stripe = createStripe(world);
  const azure = createAzure(world, azureSettings(settings, fronts));
  stripe.account.baseUrl = fronts.get('stripe')?.publicUrl ?? stripe.account.baseUrl;
  world.add(stripe);
  world.add(azure);
  const control = createControl({
    world,
    stripe,
    gateway: {
      traffic: (request) => azure.traffic(request),
      correct: (request) => azure.correct(request),
      subscriptions: () =>
        azure.listSubscriptions().map(({ displayName, ...one }) => ({ ...one, name: displayName })),
      calls: (limit) => azure.listCalls().slice(0, limit),
      settings: () => azure.settings(),
      changeSettings: (change) => azure.changeSettings(change),
    },
  });
  const apps = { stripe: stripe.app, arm: azure.arm, gateway: azure.gateway, portal: azure.portal };
  for (const [id, front] of fronts) {
    const app = apps[id];
    // Handed on whole, so that a vendor's own answer for what is not there comes through.
    front.open(new Hono().route('/_control', control).all('*', (c) => app.fetch(c.req.raw, c.env)));
    console.log(`${front.name.padEnd(24)}${front.url}`);
  }
  world.start();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stop(world, fronts).catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
    });
  }
  console.log(`${'Control page'.padEnd(24)}${[...fronts.values()][0]?.url}/_control`);
}

async function stop(world: World, fronts: ReadonlyMap<FrontId, Front>): Promise<void> {
  await Promise.all([...fronts.values()].map((front) => front.close()));
  await world.stop();
  process.exit(0);
}

type FrontId = 'stripe' | 'arm' | 'gateway' | 'portal';

interface FrontSettings {
  readonly id: FrontId;
  readonly name: string;
  readonly vendor: 'stripe' | 'azure';
  readonly port: number;
  readonly setting: string;
}

interface Front {
  readonly name: string;
  readonly url: string;
  /** The same for browsers, which may be on other machines. */
  readonly publicUrl: string;
  /** Requests that came before wait for it. */
  open(app: Hono): void;
  close(): Promise<void>;
}

function frontsOf(settings: EmulatorSettings): readonly FrontSettings[] {
  return [
    {
      id: 'stripe',
      name: 'Stripe',
      vendor: 'stripe',
      port: settings.stripePort,
      setting: 'EMULATOR_STRIPE_PORT',
    },
    {
      id: 'arm',
      name: 'Azure Resource Manager',
      vendor: 'azure',
      port: settings.armPort,
      setting: 'EMULATOR_ARM_PORT',
    },
    {
      id: 'gateway',
      name: 'API gateway',
      vendor: 'azure',
      port: settings.gatewayPort,
      setting: 'EMULATOR_GATEWAY_PORT',
    },
    {
      id: 'portal',
      name: 'Developer portal',
      vendor: 'azure',
      port: settings.portalPort,
      setting: 'EMULATOR_PORTAL_PORT',
    },
  ];
}

type Where = Pick<EmulatorSettings, 'hostname' | 'hosts' | 'publicHost'>;

/** Names that a setting gives to our own listeners are ours too. */
function whereOf({ hostname, hosts, publicHost }: EmulatorSettings): Where {
  const named = ['EMULATOR_GATEWAY_URL', 'EMULATOR_PORTAL_URL'].flatMap((name) => {
    const url = surroundings[name] ?? '';
    return URL.canParse(url) ? [new URL(url).hostname] : [];
  });
  const own = publicHost === undefined ? [] : [publicHost];
  return { hostname, hosts: [...hosts, ...named, ...own], publicHost };
}

function publicly(url: string, host: string | undefined): string {
  return host === undefined ? url : `http://${host}:${new URL(url).port}`;
}

async function openFronts(
  wanted: readonly FrontSettings[],
  where: Where,
): Promise<Map<FrontId, Front>> {
  const fronts = new Map<FrontId, Front>();
  for (const { id, name, port, setting } of wanted) {
    let open: (app: Hono) => void = () => {};
    const opened = new Promise<Hono>((resolve) => {
      open = resolve;
    });
    const front = new Hono().all('*', async (c) => (await opened).fetch(c.req.raw, c.env));
    const { url, close } = await listenOrSay(front, { port, setting, where });
    fronts.set(id, { name, url, publicUrl: publicly(url, where.publicHost), open, close });
  }
  return fronts;
}

/** Azure tells its clients where its other listeners are, unless a setting says how they are reached. */
function azureSettings(settings: EmulatorSettings, fronts: ReadonlyMap<FrontId, Front>) {
  const own = Object.entries(surroundings).filter(([, value]) => value !== '');
  const at = (id: FrontId, port: number) => fronts.get(id)?.publicUrl ?? `http://127.0.0.1:${port}`;
  return readAzureSettings({
    EMULATOR_GATEWAY_URL: at('gateway', settings.gatewayPort),
    EMULATOR_PORTAL_URL: at('portal', settings.portalPort),
    ...Object.fromEntries(own),
  });
}

async function listenOrSay(
  app: Hono,
  { port, setting, where }: { port: number; setting: string; where: Where },
): Promise<Listening> {
  try {
    return await listen(app, port, where);
  } catch (error) {
    if (error instanceof PortTakenError) throw new Error(`${error.message} (${setting})`);
    throw error;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
