import { Hono } from 'hono';
import type { Part } from '../core/part';
import { track } from '../core/track';
import type { World } from '../core/world';
import { runTask } from './billing/run-task';
import { stepTestClock } from './billing/test-clock-life';
import { endpoints } from './endpoints';
import { api } from './http/api';
import { faultAnswer } from './http/fault-answer';
import { authenticatePages } from './pages/authenticate-page';
import { checkoutPages } from './pages/checkout-page';
import { invoicePages } from './pages/invoice-page';
import { portalPages } from './pages/portal-page';
import { stripeJs } from './pages/stripe-js';
import { Account } from './state/account';
import { reportProblems } from './v2/meter-reports';
import { v2Api } from './v2/v2-api';
import { v2Routes } from './v2/v2-routes';
import { deliver } from './webhooks';

/** The Stripe emulator as a part of the world, and the app that its listener serves. */
export interface StripePart extends Part {
  readonly account: Account;
  readonly app: Hono;
}

export function createStripe(world: World): StripePart {
  const account = new Account(world);
  const app = new Hono();
  app.use('/v1/*', track(world, { listener: 'stripe', faultAnswer }));
  app.use('/v2/*', track(world, { listener: 'stripe', faultAnswer }));
  app.route('/', checkoutPages(account));
  app.route('/', invoicePages(account));
  app.route('/', portalPages(account));
  app.route('/', authenticatePages(account));
  app.route('/', stripeJs(account));
  app.route('/', v2Api(account, v2Routes));
  app.route('/', api(account, endpoints));
  app.onError((error, c) => {
    console.error('stripe emulator:', error);
    return c.json(
      { error: { type: 'api_error', message: `The emulator failed: ${error.message}` } },
      500,
    );
  });
  return {
    name: 'stripe',
    account,
    app,
    nextDue: () => account.schedule.nextDue(),
    runDue: (nowMs) => runDue(account, nowMs),
    snapshot: () => account.snapshot(),
    restore: (data) => account.restore(data),
  };
}

async function runDue(account: Account, nowMs: number): Promise<void> {
  let delivered = false;
  for (let task = account.schedule.take(nowMs); task; task = account.schedule.take(nowMs)) {
    if (task.kind === 'delivery') {
      delivered = true;
      await deliver(account, task.id);
    } else if (task.kind === 'meter-report') {
      reportProblems(account, task.id);
    } else if (task.kind !== 'test-clock') {
      runTask(account, task);
    } else if (delivered) {
      // The application answers notifications before a test clock moves on.
      account.schedule.add(task);
      return;
    } else {
      stepTestClock(account, task.id);
    }
  }
}
