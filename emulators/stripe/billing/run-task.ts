import type { Task } from '../../core/schedule';
import { clockOf } from '../objects/test-clock';
import type { Account } from '../state/account';
import { runCharge } from './after-charge';
import { expireSession } from './complete-checkout';
import { runDispute } from './disputes';
import { runInvoice } from './invoice-life';
import { runRefund } from './refund';
import { runReminders } from './reminders';
import { runSubscription } from './renewal';
import { runSchedule } from './schedule-phases';

/** Looks at what a task names, and does what is due of it. What lives by another clock is left to that. */
export function runTask(account: Account, task: Task): void {
  if (clockOf(account, customerOf(account, task)) !== (account.timelines.current?.id ?? null))
    return;
  if (task.kind === 'subscription') runSubscription(account, task.id);
  else if (task.kind === 'reminder') runReminders(account, task.id);
  else if (task.kind === 'invoice') runInvoice(account, task.id);
  else if (task.kind === 'schedule') runSchedule(account, task.id);
  else if (task.kind === 'charge') runCharge(account, task.id);
  else if (task.kind === 'dispute') runDispute(account, task.id);
  else if (task.kind === 'refund') runRefund(account, task.id);
  else if (task.kind === 'session') runSession(account, task.id);
}

function customerOf(account: Account, task: Task): string | null {
  switch (task.kind) {
    case 'subscription':
    case 'reminder':
      return account.subscriptions.get(task.id)?.customer ?? null;
    case 'invoice':
      return account.invoices.get(task.id)?.customer ?? null;
    case 'schedule':
      return account.schedules.get(task.id)?.customer ?? null;
    case 'session':
      return account.sessions.get(task.id)?.customer ?? null;
    case 'charge':
      return account.charges.get(task.id)?.customer ?? null;
    case 'dispute':
      return ofCharge(account, account.disputes.get(task.id));
    case 'refund':
      return ofCharge(account, account.refunds.get(task.id));
    default:
      return null;
  }
}

function ofCharge(account: Account, about: { charge: string } | undefined): string | null {
  return account.charges.get(about?.charge ?? '')?.customer ?? null;
}

function runSession(account: Account, id: string): void {
  const session = account.sessions.get(id);
  if (session?.status === 'open' && session.expiresAt <= account.now())
    expireSession(account, session);
}
