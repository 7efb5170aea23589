import { formatMoney } from '@/lib/domain/pricing/money';
import type { SuspendedPeriod } from '@/lib/use-cases/subscriptions/suspended-period';
import { dayWords } from '../../_ui/time-words';

/** What a suspended period costs, said before it is billed. */
export function suspendedPeriodWords({ kind, feeMinor, currency, end }: SuspendedPeriod): string {
  const fee = formatMoney(feeMinor, currency);
  switch (kind) {
    case 'still-working':
      return `If the key stops working: a period in which it worked, or works again, costs its full price of ${fee}. A period in which it never works costs nothing.`;
    case 'due':
      return `The key worked in this period, which ends on ${dayWords(end)}, so its full price of ${fee} is due. A later period in which it never works costs nothing; one in which it works again is due in full.`;
    case 'not-due-unless-reopened':
      return `The key has not worked in this period, which ends on ${dayWords(end)}. If that stays so, nothing is asked for it. If it works again before then, the full price of ${fee} is due.`;
    default:
      return kind satisfies never;
  }
}
