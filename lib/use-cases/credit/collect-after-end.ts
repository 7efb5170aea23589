import { putSignal } from '../../db/payment-signals';
import { type EndedInvoice, listInvoicesOfEnded, updateStanding } from '../../db/standings';
import { nextCollection } from '../../domain/access/collection-schedule';
import { formatMoney } from '../../domain/pricing/money';
import { idempotencyKey } from '../../kit/wire-names';
import type { InvoiceStanding } from '../../ports/provider-invoice';
import { audit } from '../audit/audit';
import type { Needs } from '../deps';
import { type Failure, failureOf } from '../runs/failure';
import { keepStanding } from './sync-standings';

/**
 * A provider stops collecting when a subscription ends, so we collect its last invoices: on day 1, 3, 7 and 14. After
 * that the payment link is sent by mail, and the operator sees it. Every one is tried.
 */
export async function collectAfterEnd(
  deps: Needs<'clock' | 'db' | 'mail' | 'payments' | 'requestAddress'>,
): Promise<{ collected: number; failures: Failure[] }> {
  const outcome: { collected: number; failures: Failure[] } = { collected: 0, failures: [] };
  const now = await deps.clock.now();
  for (const invoice of await listInvoicesOfEnded(deps.db, { now, limit: 500 })) {
    try {
      if (await collect(deps, invoice, now)) outcome.collected += 1;
    } catch (error) {
      outcome.failures.push(failureOf(invoice.id, error));
    }
  }
  return outcome;
}

async function collect(
  deps: Needs<'clock' | 'db' | 'mail' | 'payments' | 'requestAddress'>,
  invoice: EndedInvoice,
  now: Date,
): Promise<boolean> {
  const since = later(invoice.endedAt, invoice.createdAt);
  const due = invoice.collectNextAt ?? nextCollection(since, invoice.collectAttempts);
  if (due !== null && now < due) {
    await updateStanding(deps.db, invoice.id, { collectNextAt: due });
    return false;
  }
  const standing = (await keepStanding(deps, invoice.id))?.standing;
  if (standing?.state !== 'open' || standing.remainingMinor === 0) return false;
  // Payments in progress, or the provider's own retries, are waited for.
  if (standing.collection === 'processing' || standing.isCollectedByProvider)
    return postpone(deps, invoice, now);
  if (due === null) {
    await giveUp(deps, invoice, standing, now);
    return false;
  }
  const attempt = invoice.collectAttempts + 1;
  const result = await deps.payments.payInvoice(
    invoice.id,
    idempotencyKey.collection(invoice.id, attempt),
  );
  await updateStanding(deps.db, invoice.id, {
    collectAttempts: attempt,
    // After the last attempt the next run gives it up, unless it was paid.
    collectNextAt: nextCollection(since, attempt),
  });
  await audit(deps, {
    actor: 'system',
    action: result === 'paid' ? 'invoice.collected' : 'invoice.collection-failed',
    targetType: 'subscription',
    targetId: invoice.subscriptionId,
    details: {
      invoiceId: invoice.id,
      attempt,
      amountMinor: standing.remainingMinor,
      currency: standing.currency,
    },
  });
  await keepStanding(deps, invoice.id);
  if (result !== 'paid' && nextCollection(since, attempt) === null) {
    await giveUp(deps, invoice, standing, now);
  }
  return result === 'paid';
}

async function postpone(deps: Needs<'db'>, invoice: EndedInvoice, now: Date): Promise<false> {
  const collectNextAt = new Date(now.getTime() + 86_400_000);
  await updateStanding(deps.db, invoice.id, { collectNextAt });
  return false;
}

async function giveUp(
  deps: Needs<'db' | 'mail'>,
  invoice: EndedInvoice,
  standing: InvoiceStanding,
  now: Date,
): Promise<void> {
  const { remainingMinor: amountMinor, currency, payUrl, customerEmail } = standing;
  await putSignal(deps.db, {
    id: `never-paid:${invoice.id}`,
    kind: 'never-paid',
    userId: invoice.userId,
    subscriptionId: invoice.subscriptionId,
    invoiceId: invoice.id,
    amountMinor,
    currency,
    state: 'open',
    isOpen: false,
    details: { payUrl },
    createdAt: now,
    readAt: now,
  });
  if (payUrl && customerEmail) {
    await deps.mail.queue({
      to: customerEmail,
      userId: null,
      name: `unpaid-${invoice.id}`,
      content: {
        kind: 'invoice-unpaid',
        name: null,
        amount: formatMoney(amountMinor, currency),
        url: payUrl,
      },
    });
  }
  await updateStanding(deps.db, invoice.id, { linkMailedAt: now, collectNextAt: null });
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
