import { html } from 'hono/html';
import { formatMoney } from '../../stripe/money/format-money';
import { refundedOf } from '../../stripe/objects/charge';
import { isDecided } from '../../stripe/objects/dispute';
import type { DisputeRow } from '../../stripe/state/dispute-rows';
import type { ChargeRow } from '../../stripe/state/payment-rows';
import type { Controlled } from '../controlled';
import { type Markup, state, table, time } from './markup';

/** What was charged, and what may still happen to it. */
export function paymentsSection({ stripe }: Controlled): Markup {
  const { account } = stripe;
  const paid = account.charges.page({ limit: 25, where: (row) => row.captured }).rows;
  return html`<section id="payments" class="card" aria-labelledby="payments-title">
<h2 id="payments-title">Payments</h2>
${table({
  label: 'Payments',
  head: ['Payment', 'Made', 'By', 'Amount', 'State', 'Let happen'],
  empty: 'None yet.',
  rows: paid.map((row) => {
    const customer = account.customers.get(row.customer ?? '');
    const refunded = refundedOf(account, row);
    const disputes = account.disputes.group(row.id);
    const warnings = account.fraudWarnings.group(row.id).length;
    return html`<tr><td><code>${row.id}</code></td><td class="nowrap">${time(row.created)}</td><td>${customer?.email ?? row.customer ?? 'a guest'}</td><td class="num">${formatMoney(row.amountCaptured, row.currency)}${refunded > 0 ? html`<br><span class="soft small">${formatMoney(refunded, row.currency)} refunded</span>` : ''}</td><td>${disputes.map((one) => html`${state(one.status)} `)}${warnings > 0 ? state('fraud_warning') : ''}${disputes.length + warnings === 0 ? state(refunded > 0 ? 'refunded' : 'paid') : ''}</td><td>${buttons(row, disputes, row.amountCaptured - refunded)}</td></tr>`;
  }),
})}
</section>`;
}

function buttons(row: ChargeRow, disputes: readonly DisputeRow[], left: number): Markup {
  const open = disputes.filter((one) => !isDecided(one));
  const who = row.id.slice(-6);
  return html`${open.map(
    (one) =>
      html`<form method="post" action="/_control/do/dispute/decide" class="inline"><input type="hidden" name="dispute" value="${one.id}"><button class="plain" name="outcome" value="won" aria-label="Win the dispute of ${who}">Win</button> <button class="danger" name="outcome" value="lost" aria-label="Lose the dispute of ${who}">Lose</button></form> `,
  )}${
    disputes.length > 0
      ? ''
      : html`<form method="post" action="/_control/do/dispute" class="inline"><input type="hidden" name="charge" value="${row.id}"><button class="danger" name="kind" value="dispute" aria-label="Dispute ${who}">Dispute</button> <button class="plain" name="kind" value="inquiry" aria-label="Ask about ${who}">Inquiry</button></form> <form method="post" action="/_control/do/warn" class="inline"><input type="hidden" name="charge" value="${row.id}"><button class="plain" aria-label="Warn of fraud in ${who}">Fraud warning</button></form> `
  }${
    left > 0
      ? html`<form method="post" action="/_control/do/refund" class="inline"><input type="hidden" name="charge" value="${row.id}"><input name="amount" inputmode="numeric" size="6" placeholder="${left}" aria-label="Amount to refund of ${who} in the smallest unit; all when empty"> <button class="plain">Refund</button></form>`
      : ''
  }`;
}
