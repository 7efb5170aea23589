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
import { limitWords } from '../../_ui/limit-words';

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
    return [{ term: 'Later', value: 'Nothing', note: 'There is no card and no invoice.' }];
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
          ? 'A period without calls costs nothing.'
          : `A period without calls costs ${formatMoney(totalMinor, currency)} too.`,
    },
  ];
}

function included(product: Product): ChargeFact {
  const calls = includedCalls(product);
  return {
    term: 'Included',
    value: calls === null ? 'None' : `${formatCount(calls)} calls ${perPeriod(product.recurring)}`,
    note: calls === null ? 'Every answered call has its price.' : null,
  };
}

function oneMore(product: Product): ChargeFact {
  const next = nextCallMinor(product, includedCalls(product) ?? 0);
  const term = 'One more call';
  switch (next.kind) {
    case 'refused': {
      const allowed = callsAllowed(product);
      return {
        term,
        value: 'Refused',
        note: `${allowed === null ? 'Calls stop' : `After ${formatCount(allowed)} calls they stop`} until the quota renews. It never costs more.`,
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
        note: `It starts a block of ${formatCount(next.calls)} calls.`,
      };
    default:
      return next satisfies never;
  }
}

function rate(product: Product): ChargeFact[] {
  const { rateLimit } = product.qualityOfService;
  if (rateLimit === null) return [];
  return [{ term: 'Speed limit', value: limitWords(rateLimit), note: null }];
}
