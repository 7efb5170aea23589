import type { SubscriptionRow } from '../state/rows';

const DAY = 86_400;
const TRIAL_DAYS = 3;

/** When a subscription has something to announce next, in seconds. */
export function reminderDueAt(row: SubscriptionRow, upcomingDays: number): number | null {
  const times = [trialReminderAt(row), upcomingAt(row, upcomingDays)].filter((one) => one !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** Three days before a trial ends, or at once where it is shorter; null = sent already, or no trial. */
export function trialReminderAt(row: SubscriptionRow): number | null {
  if (row.status !== 'trialing' || row.trialEnd === null) return null;
  return row.reported?.trialEnd === row.trialEnd ? null : row.trialEnd - TRIAL_DAYS * DAY;
}

/** So many days before the renewal; periods that are no longer than that are not announced. */
export function upcomingAt(row: SubscriptionRow, days: number): number | null {
  if (days === 0 || !['active', 'trialing', 'past_due'].includes(row.status)) return null;
  const end = Math.min(...row.items.map((item) => item.periodEnd));
  const start = Math.max(...row.items.map((item) => item.periodStart));
  const at = end - days * DAY;
  return row.reported?.renewal === end || at <= start ? null : at;
}
