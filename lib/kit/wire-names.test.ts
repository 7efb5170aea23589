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
