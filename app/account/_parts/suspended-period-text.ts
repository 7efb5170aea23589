import { formatMoney } from '@/lib/domain/pricing/money';
import type { SuspendedPeriod } from '@/lib/use-cases/subscriptions/suspended-period';
import { formatDay } from '../../_ui/format-time';

/** What a suspended period costs, said before it is billed. */
export function suspendedPeriodText({ kind, feeMinor, currency, end }: SuspendedPeriod): string {
  const fee = formatMoney(feeMinor, currency);
  switch (kind) {
    case 'still-working':
      return `If your key stops working: a period in which it worked, or works again, costs the full price of ${fee}. A period in which it never works costs nothing.`;
    case 'due':
      return `Your key worked in this period, which ends on ${formatDay(end)}, so the full price of ${fee} is due. A later period costs nothing if your key never works in it, and the full price if it does.`;
    case 'not-due-unless-reopened':
      return `Your key hasn’t worked in this period, which ends on ${formatDay(end)}. If it doesn’t work again before then, the period costs nothing; if it does, the full price of ${fee} is due.`;
    default:
      return kind satisfies never;
  }
}
