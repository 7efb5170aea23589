import type { Product } from '@/lib/domain/catalog/product';
import { formatMoney, formatUnitAmount } from '@/lib/domain/pricing/money';
import {
  callsAllowed,
  chargedWhen,
  includedCalls,
  nextCallMinor,
  priceSummary,
  quote,
} from '@/lib/domain/pricing/pricing';
import { perPeriod } from '@/lib/domain/pricing/recurring';
import { formatCount } from '@/lib/domain/usage/call-count';
import { formatLimit } from '../../_ui/format-limit';

export interface ChargeFact {
  term: string;
  value: string;
  note: string | null;
}

/** What will be charged for a product, and when, in the order in which it happens to the buyer. */
export function chargeFacts(product: Product): ChargeFact[] {
  return [...payments(product), included(product), oneMore(product), ...rate(product)];
}

/** '$14.95', what the card pays before the first call; '$0.00' in the product's own currency where nothing is. */
export function dueToday(product: Product): string {
  const { totalMinor, currency } = quote(product, 0);
  return formatMoney(chargedWhen(product) === 'in-advance' ? totalMinor : 0, currency);
}

function payments(product: Product): ChargeFact[] {
  const period = perPeriod(product.recurring);
  if (product.pricingModelType === 'Free') {
    return [{ term: 'Later', value: 'Nothing', note: 'No card, no invoices.' }];
  }
  const summary = priceSummary(product);
  if (chargedWhen(product) === 'in-advance') {
    return [{ term: 'Then', value: `${summary.headline} ${period}`, note: 'Charged in advance.' }];
  }
  const { totalMinor, currency } = quote(product, 0);
  return [
    {
      term: 'After each period',
      value: [`${summary.headline} ${summary.per}`, summary.then].filter(Boolean).join(', '),
      note:
        totalMinor === 0
          ? `You pay nothing in a ${periodWord(product)} without calls.`
          : `You pay ${formatMoney(totalMinor, currency)} even in a ${periodWord(product)} without calls.`,
    },
  ];
}

/** 'month'; a period of several is called a period. */ function periodWord({
  recurring,
}: Product): string {
  return recurring.intervalCount === 1 ? recurring.interval : 'period';
}
function included(product: Product): ChargeFact {
  const calls = includedCalls(product);
  return {
    term: 'Included',
    value: calls === null ? 'None' : `${formatCount(calls)} calls ${perPeriod(product.recurring)}`,
    note: calls === null ? 'You pay for every call.' : null,
  };
}

function oneMore(product: Product): ChargeFact {
  const next = nextCallMinor(product, includedCalls(product) ?? 0);
  const term = 'Each additional call';
  switch (next.kind) {
    case 'refused': {
      const allowed = callsAllowed(product);
      return {
        term,
        value: 'Rejected',
        note: `${allowed === null ? 'Further calls are rejected' : `Calls over ${formatCount(allowed)} are rejected`} until the quota resets. You never pay more.`,
      };
    }
    case 'free':
      return { term, value: 'Nothing', note: null };
    case 'perCall':
      return {
        term,
        value: formatUnitAmount(next.amountMinor, quote(product, 0).currency),
        note: null,
      };
    case 'block':
      return {
        term,
        value: formatMoney(next.amountMinor, quote(product, 0).currency),
        note: `This starts a block of ${formatCount(next.calls)} calls.`,
      };
    default:
      return next satisfies never;
  }
}

function rate(product: Product): ChargeFact[] {
  const { rateLimit } = product.qualityOfService;
  if (rateLimit === null) return [];
  return [{ term: 'Rate limit', value: formatLimit(rateLimit), note: null }];
}
