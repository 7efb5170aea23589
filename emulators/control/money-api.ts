import { type Context, Hono } from 'hono';
import { renderCharge } from '../stripe/objects/charge';
import { renderDispute } from '../stripe/objects/dispute';
import type { Controlled } from './controlled';
import { decideDispute, dispute, endInvoice, refund, warn } from './money-commands';

interface Reading {
  readonly jsonOf: (c: Context) => Promise<unknown>;
  readonly limitOf: (c: Context) => number;
}

/** What happens to money that was paid, as JSON. */
export function moneyApi(controlled: Controlled, { jsonOf, limitOf }: Reading): Hono {
  const { account } = controlled.stripe;
  const app = new Hono();
  app.get('/charges', (c) =>
    c.json({
      data: account.charges
        .page({ limit: limitOf(c) })
        .rows.map((row) => renderCharge(account, row)),
    }),
  );
  app.get('/disputes', (c) =>
    c.json({
      data: account.disputes
        .page({ limit: limitOf(c) })
        .rows.map((row) => renderDispute(account, row)),
    }),
  );
  app.post('/disputes', async (c) => c.json(await dispute(controlled, await jsonOf(c))));
  app.post('/disputes/:id', async (c) =>
    c.json(await decideDispute(controlled, c.req.param('id'), await jsonOf(c))),
  );
  app.post('/refunds', async (c) => c.json(await refund(controlled, await jsonOf(c))));
  app.post('/fraud-warnings', async (c) => c.json(await warn(controlled, await jsonOf(c))));
  app.post('/invoices/:id', async (c) =>
    c.json(await endInvoice(controlled, c.req.param('id'), await jsonOf(c))),
  );
  return app;
}
