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
  const world = new World({
    dataDir,
    clockStartMs: settings.clockStartMs,
    clockMode: settings.clockMode,
    jobs: settings.jobs,
    quietMs: settings.quietMs,
  });
  const stripe = createStripe(world);
  const azure = createAzure(world, azureSettings(settings));
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
  // Handed on whole, so that a vendor's own answer for what is not there comes through.
  const withControl = (app: Hono) =>
    new Hono().route('/_control', control).all('*', (c) => app.fetch(c.req.raw, c.env));

  const open: Listening[] = [];
  const stop = async (code: number) => {
    await Promise.all(open.map((one) => one.close()));
    await world.stop();
    process.exit(code);
  };
  try {
    for (const one of [
      {
        name: 'Stripe',
        vendor: 'stripe',
        app: stripe.app,
        port: settings.stripePort,
        setting: 'EMULATOR_STRIPE_PORT',
      },
      {
        name: 'Azure Resource Manager',
        vendor: 'azure',
        app: azure.arm,
        port: settings.armPort,
        setting: 'EMULATOR_ARM_PORT',
      },
      {
        name: 'API gateway',
        vendor: 'azure',
        app: azure.gateway,
        port: settings.gatewayPort,
        setting: 'EMULATOR_GATEWAY_PORT',
      },
      {
        name: 'Developer portal',
        vendor: 'azure',
        app: azure.portal,
        port: settings.portalPort,
        setting: 'EMULATOR_PORTAL_PORT',
      },
    ]) {
      if (only !== undefined && one.vendor !== only) continue;
      const listening = await listenOrSay(withControl(one.app), one.port, one.setting);
      open.push(listening);
      console.log(`${one.name.padEnd(24)}${listening.url}`);
      if (one.app === stripe.app) stripe.account.baseUrl = listening.url;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
  console.log(`${'Control page'.padEnd(24)}${open[0]?.url}/_control`);
  world.start();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      stop(0).catch((error: unknown) => {
        console.error(error);
        process.exit(1);
      });
    });
  }
}

/** Azure tells its clients where its other listeners are; the ports say so unless a setting does. */
function azureSettings(settings: EmulatorSettings) {
  const own = Object.entries(surroundings).filter(([, value]) => value !== '');
  return readAzureSettings({
    EMULATOR_GATEWAY_URL: `http://127.0.0.1:${settings.gatewayPort}`,
    EMULATOR_PORTAL_URL: `http://127.0.0.1:${settings.portalPort}`,
    ...Object.fromEntries(own),
  });
}

async function listenOrSay(app: Hono, port: number, setting: string): Promise<Listening> {
  try {
    return await listen(app, port);
  } catch (error) {
    if (error instanceof PortTakenError) throw new Error(`${error.message} (${setting})`);
    throw error;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
