import { formatMoney } from '@/lib/domain/pricing/money';
import { formatDay } from '../../../../../_ui/format-time';

export interface BothFees {
  fromMinor: number;
  toMinor: number;
  currency: string;
}

/** What changing now costs where both plans have a fixed fee: the sum, and when which part is due. */
export function bothFeesText(
  { fromMinor, toMinor, currency }: BothFees,
  plans: { from: string; to: string; nextAt: Date },
): { title: string; text: string } {
  const money = (minor: number) => formatMoney(minor, currency);
  return {
    title: `Changing now costs both fixed fees: ${money(fromMinor + toMinor)}`,
    text: `${money(fromMinor)} for ${plans.from} is due now, in full, although its period isn’t over, and ${money(toMinor)} for ${plans.to} on ${formatDay(plans.nextAt)}. If you change at the end of the period instead, ${money(toMinor)} is due one period later.`,
  };
}
