import type Stripe from 'stripe';
import type { Account } from '../state/account';
import type { PortalConfigurationRow, PortalSessionRow } from '../state/portal-rows';

export function renderConfiguration(row: PortalConfigurationRow) {
  return {
    id: row.id,
    object: 'billing_portal.configuration',
    active: row.active,
    application: null,
    business_profile: {
      headline: row.headline,
      privacy_policy_url: row.privacyUrl,
      terms_of_service_url: row.termsUrl,
    },
    created: row.created,
    default_return_url: row.defaultReturnUrl,
    features: {
      customer_update: {
        allowed_updates: row.customerUpdate.allowed,
        enabled: row.customerUpdate.enabled,
      },
      invoice_history: { enabled: row.invoiceHistory },
      payment_method_update: {
        enabled: row.paymentMethodUpdate,
        payment_method_configuration: null,
      },
      subscription_cancel: {
        cancellation_reason: { enabled: false, feedback_options: null, options: [] },
        enabled: row.cancel.enabled,
        mode: row.cancel.mode,
        proration_behavior: 'none',
      },
      subscription_pause: {
        duration: {
          interval_options: [{ interval: 'month', interval_count: 1 }],
          type: 'interval_options',
        },
        enabled: false,
      },
      subscription_update: {
        billing_cycle_anchor: null,
        default_allowed_updates: [],
        enabled: false,
        products: null,
        proration_behavior: 'none',
        schedule_at_period_end: { conditions: [] },
        trial_update_behavior: 'end_trial',
      },
    },
    is_default: row.isDefault,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: { ...row.metadata },
    name: row.name,
    updated: row.updated,
  } satisfies Stripe.BillingPortal.Configuration;
}

export function renderPortalSession(account: Account, row: PortalSessionRow) {
  return {
    id: row.id,
    object: 'billing_portal.session',
    configuration: row.configuration,
    created: row.created,
    customer: row.customer,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: row.locale as Stripe.BillingPortal.Session['locale'],
    on_behalf_of: null,
    return_url: row.returnUrl,
    url: `${account.baseUrl}/p/session/${row.key}`,
  } satisfies Stripe.BillingPortal.Session;
}
