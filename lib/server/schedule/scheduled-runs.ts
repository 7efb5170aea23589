import type { Telemetry } from '../../ports/telemetry';
import type { Needs, SyncDeps } from '../../use-cases/deps';
import { type Reconciliation, reconcile } from '../../use-cases/reconcile/reconcile';
import { type CronReport, runBillingCron } from '../../use-cases/schedule/run-billing-cron';
import { type AccountReport, runAccountWork } from './account-work';

/** The scheduled work, whoever starts it (a request, the scheduler), with its outcome reported to monitoring. */
export function runBilling(deps: SyncDeps & Needs<'telemetry'>): Promise<CronReport> {
  return watchedRun(deps.telemetry, 'billing', async () => {
    const report = await runBillingCron(deps);
    if (report.usage !== 'busy') {
      deps.telemetry.count('usage.windows', report.usage.windows);
      deps.telemetry.count('usage.reports', report.usage.pushed);
    }
    return { report, failures: report.failures.length };
  });
}

export function runReconcile(deps: SyncDeps & Needs<'telemetry'>): Promise<Reconciliation> {
  return watchedRun<Reconciliation>(deps.telemetry, 'reconcile', async () => {
    const report = await reconcile(deps);
    if (report.kind === 'busy') return { report, failures: 0 };
    const open = report.findings.filter((finding) => !finding.isRepaired).length;
    return { report, failures: report.failures.length + open };
  });
}

export function runAccounts(deps: SyncDeps & Needs<'telemetry'>): Promise<AccountReport> {
  return watchedRun(deps.telemetry, 'accounts', async () => {
    const report = await runAccountWork(deps);
    return { report, failures: report.failures.length };
  });
}

async function watchedRun<T>(
  telemetry: Telemetry,
  run: string,
  work: () => Promise<{ report: T; failures: number }>,
): Promise<T> {
  const startedMs = performance.now();
  let outcome = 'failed';
  try {
    return await telemetry.step(`run ${run}`, { run }, async () => {
      const { report, failures } = await work();
      outcome = failures === 0 ? 'done' : 'partial';
      telemetry.count('run.failures', failures, { run });
      return report;
    });
  } finally {
    telemetry.took('run.duration', (performance.now() - startedMs) / 1000, { run, outcome });
  }
}
