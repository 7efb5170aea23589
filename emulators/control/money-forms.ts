import { formatMoney } from '../stripe/money/format-money';
import { ControlError } from './commands';
import type { Controlled } from './controlled';
import { decideDispute, dispute, endInvoice, refund, warn } from './money-commands';

type Fields = Readonly<Record<string, string>>;
type Button = (
  path: string,
  anchor: string,
  work: (fields: Fields) => Promise<string> | string,
) => void;

/** The buttons next to payments and invoices. */
export function moneyButtons(controlled: Controlled, button: Button): void {
  button('/dispute', 'payments', async ({ charge, kind }) => {
    const inquiry = kind === 'inquiry';
    await dispute(controlled, { charge, inquiry, ...(inquiry ? { reason: 'general' } : {}) });
    return inquiry ? 'The bank asks about the payment.' : 'The payment is disputed.';
  });
  button('/dispute/decide', 'payments', async ({ dispute: id, outcome }) => {
    await decideDispute(controlled, id ?? '', { outcome });
    return outcome === 'won' ? 'The dispute is won.' : 'The dispute is lost.';
  });
  button('/refund', 'payments', async ({ charge, amount }) => {
    const part = amount?.trim() ? minorOf(amount) : undefined;
    const made = await refund(controlled, {
      charge,
      ...(part === undefined ? {} : { amount: part }),
    });
    const { amount: refunded, currency } = made as { amount: number; currency: string };
    return `${formatMoney(refunded, currency)} is refunded.`;
  });
  button('/warn', 'payments', async ({ charge }) => {
    await warn(controlled, { charge });
    return 'The network warns of fraud.';
  });
  button('/invoice', 'invoices', async ({ invoice, to }) => {
    await endInvoice(controlled, invoice ?? '', { to });
    return to === 'void' ? 'The invoice is void.' : 'The invoice counts as uncollectible.';
  });
}

function minorOf(text: string): number {
  if (/^\d+$/.test(text.trim())) return Number(text);
  throw new ControlError('amount: a whole number of the smallest unit, such as 500 for $5.00.');
}
