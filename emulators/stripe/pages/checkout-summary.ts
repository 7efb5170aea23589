import { html } from 'hono/html';
import { formatMoney } from '../money/format-money';
import { periodEnd } from '../money/period';
import { getPrice, inCurrency } from '../objects/price';
import { getProduct } from '../objects/product';
import { dueToday } from '../objects/session';
import type { Account } from '../state/account';
import type { PriceRow } from '../state/price-rows';
import type { SessionRow } from '../state/rows';
import { day } from './day';
import type { Markup } from './layout';
import { eachOnce, every, priceLines } from './price-lines';

const DAY = 86_400;

/** What is due today and what the button says about it. */
export function dueText(account: Account, session: SessionRow): { amount: string; button: string } {
  const due = dueToday(account, session);
  const amount = formatMoney(due, session.currency);
  const trial = session.trialEnd !== null || session.trialPeriodDays !== null;
  if (session.payment) return { amount, button: `Pay ${amount}` };
  return {
    amount,
    button: trial ? 'Start trial' : due > 0 ? `Pay ${amount} and subscribe` : 'Subscribe',
  };
}

/** The left half: what is bought, what it costs now and what follows. */
export function checkoutSummary(account: Account, session: SessionRow): Markup {
  const bought = session.items.map((item) => {
    const price = inCurrency(getPrice(account, item.price), session.currency);
    return { item, price, product: getProduct(account, price.product) };
  });
  // Fees in advance come first; usage follows.
  const first = bought.find(({ price }) => price.recurring?.usageType !== 'metered') ?? bought[0];
  return html`
${session.cancelUrl ? html`<a class="back" href="${session.cancelUrl}">← Back</a>` : ''}
<h1>${session.payment ? 'Pay for' : 'Subscribe to'} ${eachOnce(bought.map(({ product }) => product.name)).join(' and ')}</h1>
<p class="amount">${headline(account, session, first?.price)}</p>
${first?.product.description ? html`<p class="soft">${first.product.description}</p>` : ''}
<dl class="sum">
${bought.map(({ item, price, product }) =>
  priceLines(price, item.quantity, product.unitLabel ?? 'unit').map(
    (line, at) =>
      html`<div><dt>${at === 0 ? html`<strong>${product.name}</strong><br>` : ''}<span class="soft small">${line.label}</span></dt><dd>${line.amount}</dd></div>`,
  ),
)}
<div class="total"><dt>Due today</dt><dd>${dueText(account, session).amount}</dd></div>
</dl>
${session.payment || !first ? '' : html`<p class="small soft">${following(account, session, first.price)} Cancel at any time.</p>`}`;
}

function headline(
  account: Account,
  session: SessionRow,
  price: PriceRow | undefined,
): Markup | string {
  if (!price) return '';
  if (session.payment) return dueText(account, session).amount;
  if (price.recurring?.usageType !== 'metered') {
    return html`${dueText(account, session).amount} <span class="per">${every(price)}</span>`;
  }
  const flat = price.tiers[0]?.flatAmount;
  if (!flat || flat === '0') return 'Pay for what you use';
  return html`${formatMoney(flat, price.currency)} <span class="per">${every(price)}, then by use</span>`;
}

function following(account: Account, session: SessionRow, price: PriceRow): string {
  const now = account.now();
  const { trialEnd, trialPeriodDays } = session;
  const trialUntil = trialEnd ?? (trialPeriodDays === null ? null : now + trialPeriodDays * DAY);
  const from = trialUntil ?? now;
  const next = price.recurring ? periodEnd(from, from, price.recurring) : from;
  if (price.recurring?.usageType === 'metered') {
    return `Use is counted ${every(price)} and charged afterwards, first on ${day(next)}.`;
  }
  return trialUntil === null
    ? `Renews on ${day(next)} and then ${every(price)}.`
    : `Free until ${day(trialUntil)}, then charged ${every(price)}.`;
}
