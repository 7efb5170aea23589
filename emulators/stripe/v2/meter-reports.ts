import type { MeterProblem } from '../billing/meter-event';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { MeterProblemRow } from '../state/v2-rows';
import { emitThin } from './thin-events';

const NO_METER = 'none';
/** How many errors of one kind a report shows in full. */
const MOST_SAMPLES = 5;

/** Keeps what was wrong with an event that had been taken already; a report follows after the meters' lag. */
export function noteProblem(account: Account, problem: MeterProblem, identifier: string): void {
  const key = problem.meter ?? NO_METER;
  const first = account.meterProblems.group(key).length === 0;
  account.meterProblems.put({
    id: newId('mep', 24),
    at: account.worldNow(),
    meter: problem.meter,
    code: problem.code,
    message: problem.message,
    identifier,
  });
  if (!first) return;
  account.wakeInWorld('meter-report', key, account.worldNow() + account.settings.meterLagSeconds);
  account.world.poke();
}

/** Tells of all that has gone wrong with a meter since its last report (Stripe docs: handling meter event errors). */
export function reportProblems(account: Account, key: string): void {
  const problems = account.meterProblems.group(key);
  if (problems.length === 0) return;
  for (const one of problems) account.meterProblems.delete(one.id);
  const data = reportOf(problems, account.worldNow());
  if (key === NO_METER) {
    emitThin(account, { type: 'v1.billing.meter.no_meter_found', related: null, data });
    return;
  }
  const related = { id: key, type: 'billing.meter', url: `/v1/billing/meters/${key}` };
  emitThin(account, { type: 'v1.billing.meter.error_report_triggered', related, data });
}

function reportOf(problems: readonly MeterProblemRow[], now: number): object {
  const codes = [...new Set(problems.map((one) => one.code))];
  const times = problems.map((one) => one.at);
  const count = problems.length;
  return {
    developer_message_summary: `There ${count === 1 ? 'is 1 invalid event' : `are ${count} invalid events`}`,
    reason: {
      error_count: count,
      error_types: codes.map((code) =>
        typeOf(
          code,
          problems.filter((one) => one.code === code),
        ),
      ),
    },
    validation_start: iso(Math.min(...times)),
    validation_end: iso(now),
  };
}

function typeOf(code: string, problems: readonly MeterProblemRow[]): object {
  return {
    code,
    error_count: problems.length,
    sample_errors: problems.slice(0, MOST_SAMPLES).map((one) => ({
      error_message: one.message,
      request: { identifier: one.identifier },
    })),
  };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
