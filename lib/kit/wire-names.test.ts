import { expect, test } from 'vitest';
import * as names from './wire-names';

const at = new Date('2026-03-01T12:00:00.900Z');
const period = { subscriptionId: 'sub-1', start: new Date('2026-02-01T00:00:00Z') };

test('the names that travel are what they have always been', () => {
  const { idempotencyKey: key, leaseName: lease } = names;
  expect({
    objects: [
      names.stripeProductId('basic'),
      names.priceLookupKey('basic'),
      names.meterEventName('basic'),
    ],
    meterEvent: [names.CUSTOMER_KEY, names.VALUE_KEY, names.usageReportId('sub-1', period.start)],
    metadata: { ...names.OURS, ...names.METADATA },
    marks: [names.CUSTOMER_ID, names.CHARGE_NAME, names.DEFERRED_MARK, names.DEFERRED_BY],
    policy: names.POLICY_MARK,
    actions: names.AUDIT_ACTIONS.join(' '),
    keys: [
      key.customer('cus', 'hash'),
      key.checkout('sub-1', 2),
      key.planChange('sub-1', 'pro', at),
      key.planCredit('plan:sub-1:pro:1'),
      key.lateUsage(period, 3),
      key.suspendedPeriod(period),
      key.deferredFee(period),
      key.resumedFee(period),
      key.collection('in_1', 4),
      key.refund('in_1', 'pi_1'),
      key.chargeOn('late:x', 'in_1'),
      key.chargeInvoice('late:x'),
    ],
    live: names.liveKeyOf('customer', 'basic'),
    leases: [
      ...[lease.scheduler, lease.usage, lease.reconcile, lease.restore],
      ...[lease.account('u'), lease.customer('u'), lease.closing('s'), lease.subscription('s')],
    ],
  }).toMatchInlineSnapshot(`
    {
      "actions": "account.blocked account.checked account.closed account.closing account.code-refused account.created account.email-change-asked account.email-changed account.email-confirmed account.exported account.name-changed account.other-sessions-ended account.password-changed account.password-reset account.portal-user-matched account.provider-linked account.provider-unlinked account.recovery-code-used account.reset-asked account.second-factor-off account.second-factor-on account.session-ended account.sessions-ended-by-operator account.sign-in-refused account.signed-in account.signed-out account.unblocked event.replayed events.replayed foreign.invited foreign.rejected foreign.suspended gateway.restored-by-operator invoice.collected invoice.collection-failed invoice.credited invoice.paid invoice.payment-failed invoice.uncollectible invoice.voided keys.rotated-primary keys.rotated-secondary keys.shown payment.dispute payment.fraud-warning payment.refund payment.signal-dismissed period.closed-by-provider period.late-usage period.left-to-operator period.lost period.not-charged period.price-chosen period.released-by-rule subscription.activated subscription.billing-opened subscription.cancel-at-period-end subscription.cancel-now subscription.cancel-undone subscription.cancelled subscription.card-refused subscription.ceiling-raised subscription.checkout-discarded subscription.checkout-opened subscription.customer-deleted subscription.duplicate-refunded subscription.ended subscription.ended-by-rule subscription.foreign subscription.gateway-missing subscription.gateway-out-of-step subscription.keys-renewed subscription.plan-change-cancelled subscription.plan-change-failed subscription.plan-change-requested subscription.plan-changed subscription.price-accepted subscription.price-differs subscription.problem-dismissed subscription.provider-missing subscription.renamed subscription.restored-by-operator subscription.scope-moved subscription.suspended subscription.synced-by-operator subscription.unknown-status",
      "keys": [
        "customer:cus:hash",
        "checkout:sub-1:2",
        "plan:sub-1:pro:1772366400",
        "credit:plan:sub-1:pro:1",
        "late:sub-1:1769904000:3",
        "suspended:sub-1:1769904000",
        "deferred:sub-1:1769904000",
        "resumed:sub-1:1769904000",
        "collect:in_1:4",
        "refund:in_1:pi_1",
        "late:x:in_1",
        "late:x:invoice",
      ],
      "leases": [
        "scheduler",
        "usage",
        "reconcile",
        "restore",
        "account:u",
        "customer:u",
        "close:s",
        "subscription:s",
      ],
      "live": "customer:basic",
      "marks": [
        "tollgate_customer_id",
        "tollgate_charge",
        "tollgate_held",
        {
          "moving": "until",
          "stopping": "1",
        },
      ],
      "metadata": {
        "planCredit": "plan_credit",
        "productId": "product_id",
        "productSince": "product_since",
        "subscriptionId": "subscription_id",
        "subscriptionName": "subscription_name",
        "tollgate": "1",
        "userId": "apim_user_id",
      },
      "meterEvent": [
        "stripe_customer_id",
        "value",
        "sub-1:1769904000",
      ],
      "objects": [
        "tollgate_basic",
        "tollgate_basic",
        "tollgate_calls_basic",
      ],
      "policy": "Made by Tollgate from payment/monetizationModels.json",
    }
  `);
});
