import type { Hono } from 'hono';
import { z } from 'zod';
import { readByKeyCounter } from '../../gateway/limits';
import type { QuotaUse } from '../../policy/quota-counters';
import { quotaWindow } from '../../policy/quota-window';
import { answerJson } from '../arm-answer';
import { resourceNotFound } from '../arm-error';
import { readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';

const useSchema = z.strictObject({
  callsCount: z.number().int().min(0).optional(),
  kbTransferred: z.number().min(0).optional(),
});

/** What was used of quota-by-key counters, by window; and setting it to something else. */
export function quotaRoutes(app: Hono, arm: ArmService): void {
  const { counters, world } = arm;

  app.get('/quotas/:key', (c) => {
    const value = needPeriods(arm, c.req.param('key')).map(renderPeriod);
    return answerJson(c, { value, count: value.length, nextLink: '' });
  });

  // The window that is running now, whatever was used in it.
  app.patch('/quotas/:key', async (c) => {
    const key = c.req.param('key');
    const input = await readProperties(c, useSchema);
    const atMs = world.clock.nowMs();
    for (const { counter, anchorMs, periodSeconds } of needCounters(arm, key)) {
      const { index } = quotaWindow({ anchorMs, periodSeconds, atMs });
      counters.set(counter, index, changed(counters.used(counter, index), input));
    }
    const value = needPeriods(arm, key).map(renderPeriod);
    return answerJson(c, { value, count: value.length, nextLink: '' });
  });

  app.get('/quotas/:key/periods/:period', (c) => {
    const { key, period } = c.req.param();
    return answerJson(c, renderPeriod(needPeriod(arm, key, period)));
  });

  app.patch('/quotas/:key/periods/:period', async (c) => {
    const { key, period } = c.req.param();
    const input = await readProperties(c, useSchema);
    const { counter, window, use } = needPeriod(arm, key, period);
    counters.set(counter, window, changed(use, input));
    return answerJson(c, renderPeriod(needPeriod(arm, key, period)));
  });
}

interface Period {
  readonly counter: string;
  readonly counterKey: string;
  readonly window: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly use: QuotaUse;
}

/** Counters with this key: one for each period by which a policy counts it. */
function needCounters(
  arm: ArmService,
  key: string,
): { counter: string; anchorMs: number; periodSeconds: number }[] {
  const found = [...arm.counters.names()].flatMap((counter) => {
    const read = readByKeyCounter(counter);
    return read?.key === key ? [{ counter, ...read }] : [];
  });
  if (found.length === 0) throw resourceNotFound('Quota counter');
  return found;
}

function needPeriods(arm: ArmService, key: string): Period[] {
  return needCounters(arm, key).flatMap(({ counter, anchorMs, periodSeconds }) =>
    arm.counters.windows(counter).map(({ window, use }) => {
      const startMs = anchorMs + window * periodSeconds * 1000;
      const endMs = periodSeconds === 0 ? LAST_MS : startMs + periodSeconds * 1000;
      return { counter, counterKey: key, window, startMs, endMs, use };
    }),
  );
}

/** A window that never ends, ends with .NET's time. */
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

function needPeriod(arm: ArmService, key: string, period: string): Period {
  const found = needPeriods(arm, key).find(({ startMs }) => periodKey(startMs) === period);
  if (!found) throw resourceNotFound('Quota counter period');
  return found;
}

/** `20260101_000000` */
function periodKey(startMs: number): string {
  return new Date(startMs).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_');
}

function renderPeriod({ counterKey, startMs, endMs, use }: Period): unknown {
  return {
    counterKey,
    periodKey: periodKey(startMs),
    periodStartTime: new Date(startMs).toISOString(),
    periodEndTime: new Date(endMs).toISOString(),
    value: { callsCount: use.calls, kbTransferred: use.bytes / 1024 },
  };
}

function changed(before: QuotaUse, input: z.output<typeof useSchema>): QuotaUse {
  return {
    calls: input.callsCount ?? before.calls,
    bytes: input.kbTransferred === undefined ? before.bytes : input.kbTransferred * 1024,
  };
}
