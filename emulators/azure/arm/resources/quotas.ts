import type { Hono } from 'hono';
import { z } from 'zod';
import { byKeyCounter } from '../../gateway/limits';
import { parsePolicy } from '../../policy/parse-policy';
import type { PolicyScope, QuotaLimit } from '../../policy/policy';
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
    const key = c.req.param('key');
    return answerJson(c, {
      value: periods(arm, key),
      count: periods(arm, key).length,
      nextLink: '',
    });
  });

  app.patch('/quotas/:key', async (c) => {
    const key = c.req.param('key');
    const input = await readProperties(c, useSchema);
    const limit = needLimit(arm);
    const { index } = windowAt(limit, world.clock.nowMs());
    counters.set(byKeyCounter(key), index, changed(counters.used(byKeyCounter(key), index), input));
    return answerJson(c, {
      value: periods(arm, key),
      count: periods(arm, key).length,
      nextLink: '',
    });
  });

  app.get('/quotas/:key/periods/:period', (c) => {
    const { key, period } = c.req.param();
    return answerJson(c, needPeriod(arm, key, period));
  });

  app.patch('/quotas/:key/periods/:period', async (c) => {
    const { key, period } = c.req.param();
    const input = await readProperties(c, useSchema);
    needPeriod(arm, key, period);
    const index = windowAt(needLimit(arm), periodStart(period)).index;
    counters.set(byKeyCounter(key), index, changed(counters.used(byKeyCounter(key), index), input));
    return answerJson(c, needPeriod(arm, key, period));
  });
}

interface Period {
  readonly counterKey: string;
  readonly periodKey: string;
  readonly periodStartTime: string;
  readonly periodEndTime: string;
  readonly value: { readonly callsCount: number; readonly kbTransferred: number };
}

function periods(arm: ArmService, key: string): Period[] {
  const windows = arm.counters.windows(byKeyCounter(key));
  if (windows.length === 0) return [];
  const limit = needLimit(arm);
  const lengthMs = limit.periodSeconds * 1000;
  const anchorMs = limit.byKey?.firstPeriodStartMs ?? 0;
  return windows.map(({ window, use }) => {
    const startMs = anchorMs + window * lengthMs;
    return {
      counterKey: key,
      periodKey: new Date(startMs)
        .toISOString()
        .slice(0, 19)
        .replace(/[-:]/g, '')
        .replace('T', '_'),
      periodStartTime: new Date(startMs).toISOString(),
      periodEndTime: new Date(startMs + lengthMs).toISOString(),
      value: { callsCount: use.calls, kbTransferred: use.bytes / 1024 },
    };
  });
}

function needPeriod(arm: ArmService, key: string, periodKey: string): Period {
  const period = periods(arm, key).find((one) => one.periodKey === periodKey);
  if (!period) throw resourceNotFound('Quota counter period');
  return period;
}

/** `20260101_000000` as an instant. */
function periodStart(periodKey: string): number {
  const text = periodKey.replace(/^(.{4})(..)(..)_(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z');
  return Date.parse(text);
}

function windowAt(limit: QuotaLimit, atMs: number): { index: number } {
  const anchorMs = limit.byKey?.firstPeriodStartMs ?? 0;
  return quotaWindow({ anchorMs, periodSeconds: limit.periodSeconds, atMs });
}

/** The quota-by-key policy in force. With several of different periods the first one speaks. */
function needLimit(arm: ArmService): QuotaLimit {
  for (const row of arm.state.policies.all()) {
    const parsed = parsePolicy(row.value, scopeOf(row.id));
    if (parsed.kind === 'invalid') continue;
    for (const step of parsed.policy.inbound) {
      if (step.kind === 'limit' && step.limit.kind === 'quota' && step.limit.byKey) {
        return step.limit;
      }
    }
  }
  throw resourceNotFound('Quota counter');
}

function scopeOf(policyId: string): PolicyScope {
  if (policyId === '') return 'global';
  if (policyId.includes('/operations/')) return 'operation';
  return policyId.startsWith('products/') ? 'product' : 'api';
}

function changed(before: QuotaUse, input: z.output<typeof useSchema>): QuotaUse {
  return {
    calls: input.callsCount ?? before.calls,
    bytes: input.kbTransferred === undefined ? before.bytes : input.kbTransferred * 1024,
  };
}
