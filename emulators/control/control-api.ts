import { type Context, Hono } from 'hono';
import { renderCustomer } from '../stripe/objects/customer';
import { renderEvent } from '../stripe/objects/event';
import { renderInvoice } from '../stripe/objects/invoice';
import { renderSubscription } from '../stripe/objects/subscription';
import {
  ControlError,
  changeGatewaySettings,
  changeSettings,
  correctReports,
  makeTraffic,
  moveClock,
  returnToCheckpoint,
  runJob,
  sendAgain,
  switchCards,
  switchFault,
} from './commands';
import type { Controlled } from './controlled';
import { moneyApi } from './money-api';

/** The control API: JSON in, JSON out. Every answer is an object. */
export function controlApi(controlled: Controlled): Hono {
  const { world, stripe, gateway } = controlled;
  const { account } = stripe;
  const app = new Hono();
  const clock = () => ({ now: world.clock.now().toISOString(), mode: world.clock.mode });

  app.get('/clock', (c) => c.json(clock()));
  app.post('/clock', async (c) => {
    await moveClock(controlled, await jsonOf(c));
    return c.json(clock());
  });
  app.get('/settings', (c) => c.json(account.settings));
  app.get('/settings/azure', (c) => c.json(gateway.settings()));
  app.post('/settings/azure', async (c) =>
    c.json(changeGatewaySettings(controlled, await jsonOf(c))),
  );
  app.post('/settings', async (c) => c.json(changeSettings(controlled, await jsonOf(c))));
  app.post('/traffic', async (c) => c.json(makeTraffic(controlled, await jsonOf(c))));
  app.post('/corrections', async (c) => c.json(correctReports(controlled, await jsonOf(c))));
  app.post('/cards', async (c) => c.json(switchCards(controlled, await jsonOf(c))));
  app.get('/faults', (c) => c.json(world.faults.state()));
  app.post('/faults', async (c) => c.json(switchFault(controlled, await jsonOf(c))));
  app.get('/jobs', (c) =>
    c.json({
      data: world.jobs.list.map(({ id, title }) => ({
        id,
        title,
        last: world.jobs.lastRun(id) ?? null,
      })),
    }),
  );
  app.post('/jobs/:id', async (c) => c.json(await runJob(controlled, c.req.param('id'))));
  app.post('/webhooks/:id/resend', async (c) =>
    c.json(await sendAgain(controlled, c.req.param('id'), await jsonOf(c))),
  );
  app.post('/reset', async (c) => {
    await world.reset();
    return c.json(clock());
  });
  app.post('/checkpoint', async (c) => {
    await world.checkpoint();
    return c.json(clock());
  });
  app.post('/checkpoint/return', async (c) => {
    await returnToCheckpoint(controlled, await jsonOf(c));
    return c.json(clock());
  });
  app.get('/state', (c) => c.json(stateOf(controlled)));
  app.get('/requests', (c) => c.json({ data: world.journal.recent(limitOf(c)) }));
  app.get('/calls', (c) => c.json({ data: gateway.calls(limitOf(c)) }));
  app.get('/state-changes', (c) => c.json({ data: gateway.stateChanges() }));
  app.get('/customers', (c) =>
    c.json({
      data: account.customers
        .page({ limit: limitOf(c), where: (row) => !row.deleted })
        .rows.map((row) => ({
          ...renderCustomer(account, row),
          cards: account.paymentMethods.group(row.id).map(({ id, brand, last4, decline }) => ({
            id,
            brand,
            last4,
            declines: decline?.declineCode ?? null,
          })),
        })),
    }),
  );
  app.get('/subscriptions', (c) =>
    c.json({
      data: account.subscriptions
        .page({ limit: limitOf(c) })
        .rows.map((row) => renderSubscription(account, row)),
    }),
  );
  app.get('/invoices', (c) =>
    c.json({
      data: account.invoices
        .page({ limit: limitOf(c) })
        .rows.map((row) => renderInvoice(account, row)),
    }),
  );
  app.get('/events', (c) =>
    c.json({
      data: account.events.page({ limit: limitOf(c) }).rows.map((row) => ({
        ...renderEvent(account, row),
        deliveries: account.deliveries.group(row.id),
      })),
    }),
  );
  app.route('/', moneyApi(controlled, { jsonOf, limitOf }));
  app.onError((error, c) => {
    if (error instanceof ControlError)
      return c.json({ error: { message: error.message } }, error.status);
    console.error('emulators: control', error);
    return c.json({ error: { message: error.message } }, 500);
  });
  return app;
}

function stateOf({ world, stripe, gateway }: Controlled): object {
  const { account } = stripe;
  return {
    clock: { now: world.clock.now().toISOString(), mode: world.clock.mode },
    stripe: {
      customers: account.customers.size,
      products: account.products.size,
      prices: account.prices.size,
      meters: account.meters.size,
      checkoutSessions: account.sessions.size,
      subscriptions: account.subscriptions.size,
      invoices: account.invoices.size,
      events: account.events.size,
      webhookEndpoints: account.endpoints.size,
      pendingDeliveries: account.deliveries.filter((one) => one.state === 'pending').length,
    },
    gateway: { subscriptions: gateway.subscriptions().length },
    requests: world.journal.count,
    faults: world.faults.state(),
  };
}

const MOST = 1000;

function limitOf(c: Context): number {
  const limit = Number(c.req.query('limit') ?? 100);
  return Number.isInteger(limit) && limit > 0 ? Math.min(limit, MOST) : 100;
}

async function jsonOf(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ControlError('The body is not JSON.');
  }
}
