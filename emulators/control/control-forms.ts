import { type Context, Hono } from 'hono';
import {
  ControlError,
  changeGatewaySettings,
  changeSettings,
  correctReports,
  makeTraffic,
  moveClock,
  runJob,
  sendAgain,
  switchCards,
  switchFault,
} from './commands';
import type { Controlled } from './controlled';
import { moneyButtons } from './money-forms';
import type { Notice } from './notice';
import { DELEGATED, DEVIATIONS } from './sections/settings-section';

type Fields = Readonly<Record<string, string>>;

/** The page's buttons: plain forms that do one thing and lead back to the page. */
export function controlForms(controlled: Controlled, notice: Notice): Hono {
  const app = new Hono();
  const button = (
    path: string,
    anchor: string,
    work: (fields: Fields) => Promise<string> | string,
  ) =>
    app.post(path, async (c) => {
      const fields = await fieldsOf(c);
      await notice.follow(anchor, workingText(path, fields), async () => work(fields));
      return c.redirect('/_control#answer', 303);
    });

  button('/clock', 'clock', async ({ advance, to }) => {
    await moveClock(
      controlled,
      to ? { to: `${to.length === 16 ? `${to}:00` : to}Z` } : { advance: advance ?? '' },
    );
    return `It is now ${shortTime(controlled.world.clock.now())}.`;
  });
  button('/job', 'clock', async ({ id }) => {
    const run = (await runJob(controlled, id ?? '')) as { status: number | null; text: string };
    if (run.status === null || run.status >= 400)
      throw new ControlError(`${id}: ${run.status ?? ''} ${run.text.slice(0, 200)}`);
    return `${id} answered ${run.status}.`;
  });
  button('/traffic', 'traffic', ({ subscription, calls, from, status }) => {
    const { answered, refused } = makeTraffic(controlled, {
      subscription: subscription?.trim(),
      calls: Number(calls),
      ...(from ? { from: `${from.length === 16 ? `${from}:00` : from}Z` } : {}),
      ...(status ? { status: Number(status) } : {}),
    });
    return `${answered.toLocaleString('en-US')} calls answered, ${refused.toLocaleString('en-US')} refused.`;
  });
  button('/corrections', 'traffic', ({ subscription, at, calls }) => {
    const { calls: changed } = correctReports(controlled, {
      subscription: subscription?.trim(),
      at: at ? `${at.length === 16 ? `${at}:00` : at}Z` : '',
      calls: Number(calls),
    });
    return `Reports are corrected by ${changed.toLocaleString('en-US')} calls.`;
  });
  button('/cards', 'customers', ({ customer, decline }) => {
    const { cards } = switchCards(controlled, { customer, decline: decline === 'true' });
    return `${cards} ${cards === 1 ? 'card' : 'cards'} of ${customer} ${decline === 'true' ? 'will be declined' : 'will be paid'}.`;
  });
  button('/fault', 'faults', ({ what, path, times, listener, method, retry, delay }) => {
    switchFault(
      controlled,
      faultOf(what ?? '', { path, times: Number(times ?? 1), listener, method, retry, delay }),
    );
    return 'The fault waits for its call.';
  });
  button('/fault/remove', 'faults', ({ id }) => {
    switchFault(controlled, id === '*' ? { clear: true } : { remove: id });
    return 'Switched off.';
  });
  button('/resend', 'events', async ({ event }) => {
    const { deliveries } = await sendAgain(controlled, event ?? '', {});
    return deliveries === 0
      ? 'No endpoint wants this event.'
      : `Sent again to ${deliveries} ${deliveries === 1 ? 'endpoint' : 'endpoints'}.`;
  });
  button(
    '/settings',
    'settings',
    ({ afterRetries, meterEventChecks, limits, retryDays, ...numbers }) => {
      changeSettings(controlled, {
        afterRetries,
        meterEventChecks,
        limits,
        ...Object.fromEntries(Object.entries(numbers).map(([name, text]) => [name, Number(text)])),
        retryDays: (retryDays ?? '')
          .split(/[\s,]+/)
          .filter(Boolean)
          .map(Number),
      });
      return 'Settings are changed.';
    },
  );
  button(
    '/settings/azure',
    'settings',
    ({ reportLagSeconds, throttle, pendingPolls, partialLogs }) => {
      changeGatewaySettings(controlled, {
        reportLagSeconds: Number(reportLagSeconds),
        throttle: throttle === 'true',
        pendingPolls: Number(pendingPolls),
        partialLogs: partialLogs === 'true',
      });
      return "Azure's settings are changed.";
    },
  );
  button('/settings/portal', 'settings', (fields) => {
    const names = [...DELEGATED, ...DEVIATIONS].map(([name]) => name);
    // A box that isn't ticked isn't sent.
    const change = Object.fromEntries(names.map((name) => [name, fields[name] !== undefined]));
    changeGatewaySettings(controlled, change);
    return "The portal's settings are changed.";
  });
  moneyButtons(controlled, button);
  return app;
}

/** `status-429`, `timeout-after`, `webhook-drop`: one choice of a list on the page. */
function faultOf(
  what: string,
  how: {
    path: string | undefined;
    times: number;
    listener: string | undefined;
    method: string | undefined;
    retry: string | undefined;
    delay: string | undefined;
  },
): object {
  const [kind = '', rest = ''] = [
    what.slice(0, what.indexOf('-')),
    what.slice(what.indexOf('-') + 1),
  ];
  const path = how.path?.trim() || '*';
  if (kind === 'webhook') {
    const delay = how.delay ? { delaySeconds: Number(how.delay) } : {};
    return { webhook: rest, type: path, times: how.times, ...(rest === 'delay' ? delay : {}) };
  }
  const common = {
    path,
    times: how.times,
    ...(how.listener ? { listener: how.listener } : {}),
    ...(how.method ? { method: how.method } : {}),
  };
  if (kind !== 'status') return { kind: what, ...common };
  return {
    kind: 'status',
    status: Number(rest),
    ...common,
    ...(how.retry ? { retryAfterSeconds: Number(how.retry) } : {}),
  };
}

/** Said while it takes longer than a second: moving by a month does a month's work. */
function workingText(path: string, { advance, to }: Fields): string {
  if (path !== '/clock') return 'Working… this page looks again every two seconds.';
  const where = to ? `to ${to.replace('T', ' ')} UTC` : `by ${advance ?? ''}`;
  return `Moving the clock ${where}… everything that is due on the way is done first.`;
}

async function fieldsOf(c: Context): Promise<Fields> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

function shortTime(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
