import { deleteAuditOf } from '../../db/audit';
import { deleteMailBefore, deleteMailToNobody, listGivenUpMail } from '../../db/mail';
import { listRefusedLinks } from '../../db/refused-links';
import { deleteExpiredSessions } from '../../db/sessions';
import { deleteOldThrottles } from '../../db/throttles';
import { deleteExpiredTokens } from '../../db/tokens';
import { blockedUsers } from '../../db/users';
import { forgetDebtors } from '../../use-cases/credit/remember-debtor';
import { syncDueCustomers } from '../../use-cases/customers/sync-customer-details';
import type { SyncDeps } from '../../use-cases/deps';
import { repairGatewayUsers } from '../../use-cases/gateway-users/sync-gateway-user';
import { continueClosings } from '../../use-cases/identity/close-account';
import { NOBODY } from '../../use-cases/identity/work-for-nobody';
import { sendMail } from './send-mail';

export interface AccountReport {
  mailSent: number;
  /** The newest messages that nobody tries any more, and why. */
  mailGivenUp: { id: string; kind: string; lastError: string | null }[];
  accountsClosed: number;
  usersCompared: number;
  /** Users of ours whom an administrator of API Management has blocked. */
  usersBlocked: string[];
  customersSynced: number;
  /** The newest counts of refused portal links: many with a wrong signature mean a wrong key. */
  refusedLinks: { day: Date; reason: string; count: number }[];
  failures: { subject: string; error: string }[];
}

const MAIL_KEPT_MS = 30 * 24 * 3600_000;
/** As long as a message to an account may be tried. */
const NOBODYS_KEPT_MS = 24 * 3600_000;

/** Work on accounts that happens though nobody asks: mail, closings, drift at the gateway, and what is over goes. */
export async function runAccountWork(deps: SyncDeps): Promise<AccountReport> {
  const report: AccountReport = {
    mailSent: 0,
    mailGivenUp: [],
    accountsClosed: 0,
    usersCompared: 0,
    usersBlocked: [],
    customersSynced: 0,
    refusedLinks: [],
    failures: [],
  };
  await part(report, 'mail', async () => {
    const mail = await sendMail(deps.db);
    report.mailSent = mail.sent;
    report.mailGivenUp = await listGivenUpMail(deps.db, 10);
    report.failures.push(...mail.failed.map(({ id, error }) => ({ subject: `mail ${id}`, error })));
  });
  await part(report, 'closing', async () => {
    const closing = await continueClosings(deps);
    report.accountsClosed = closing.closed;
    report.failures.push(...closing.failures);
    await forgetDebtors(deps);
  });
  await part(report, 'gateway users', async () => {
    const repaired = await repairGatewayUsers(deps, 100);
    report.usersCompared = repaired.compared;
    report.usersBlocked = await blockedUsers(deps.db);
    report.failures.push(...repaired.failures);
  });
  await part(report, 'customers', async () => {
    const synced = await syncDueCustomers(deps, 100);
    report.customersSynced = synced.synced;
    report.failures.push(...synced.failures);
  });
  await part(report, 'refused links', async () => {
    report.refusedLinks = await listRefusedLinks(deps.db, 10);
  });
  await part(report, 'clean-up', async () => {
    await deleteOldThrottles(deps.db);
    await deleteExpiredTokens(deps.db);
    await deleteExpiredSessions(deps.db);
    await deleteMailBefore(deps.db, new Date(Date.now() - MAIL_KEPT_MS));
    await deleteMailToNobody(deps.db, new Date(Date.now() - NOBODYS_KEPT_MS));
    await deleteAuditOf(deps.db, NOBODY);
  });
  return report;
}

async function part(
  report: AccountReport,
  subject: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.failures.push({ subject, error: reason });
  }
}
