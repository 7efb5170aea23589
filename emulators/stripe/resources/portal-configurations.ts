import { emit, emitChange } from '../events/emit';
import type { Params } from '../http/parameters';
import { changedTo, mergeMetadata } from '../http/params';
import { route } from '../http/route';
import { renderConfiguration } from '../objects/portal';
import type { Account } from '../state/account';
import { newId } from '../state/ids';
import type { PortalConfigurationRow } from '../state/portal-rows';
import { listPage, paged } from '../wire/list';
import { missing } from '../wire/stripe-error';

const off = { enabled: [false] } as const;
const fields = {
  business_profile: {
    headline: { max: 60, clearable: true },
    privacy_policy_url: { clearable: true },
    terms_of_service_url: { clearable: true },
  },
  default_return_url: { clearable: true },
  features: {
    customer_update: { enabled: true, allowed_updates: true },
    invoice_history: { enabled: true },
    payment_method_update: { enabled: true },
    subscription_cancel: {
      enabled: true,
      mode: true,
      proration_behavior: ['none'],
      cancellation_reason: { ...off, options: true },
    },
    subscription_pause: off,
    subscription_update: off,
  },
  metadata: true,
  name: { max: 255, clearable: true },
} as const;
const updated = { ...fields, active: true } as const;

type Created = Params<'POST /v1/billing_portal/configurations', typeof fields>;
type Updated = Params<'POST /v1/billing_portal/configurations/:id', typeof updated>;

export function getConfiguration(
  account: Account,
  id: string,
  param?: string,
): PortalConfigurationRow {
  const row = account.portalConfigurations.get(id);
  if (!row) throw missing('configuration', id, param);
  return row;
}

function create(account: Account, params: Created): PortalConfigurationRow {
  const empty: PortalConfigurationRow = {
    id: newId('bpc_1', 23).replace('bpc_1_', 'bpc_1'),
    created: account.now(),
    updated: account.now(),
    active: true,
    isDefault: account.portalConfigurations.size === 0,
    name: null,
    defaultReturnUrl: null,
    headline: null,
    privacyUrl: null,
    termsUrl: null,
    metadata: {},
    invoiceHistory: false,
    paymentMethodUpdate: false,
    cancel: { enabled: false, mode: 'at_period_end' },
    customerUpdate: { enabled: false, allowed: [] },
  };
  const row = account.portalConfigurations.put(changed(account, empty, params));
  emit(account, 'billing_portal.configuration.created', renderConfiguration(row));
  return row;
}

function changed(
  account: Account,
  row: PortalConfigurationRow,
  params: Updated,
): PortalConfigurationRow {
  const { business_profile: profile, features: given } = params;
  const allowed = given?.customer_update?.allowed_updates;
  return {
    ...row,
    updated: account.now(),
    active: params.active ?? row.active,
    name: changedTo(params.name, row.name),
    defaultReturnUrl: changedTo(params.default_return_url, row.defaultReturnUrl),
    headline: changedTo(profile?.headline, row.headline),
    privacyUrl: changedTo(profile?.privacy_policy_url, row.privacyUrl),
    termsUrl: changedTo(profile?.terms_of_service_url, row.termsUrl),
    metadata: mergeMetadata(row.metadata, params.metadata),
    invoiceHistory: given?.invoice_history?.enabled ?? row.invoiceHistory,
    paymentMethodUpdate: given?.payment_method_update?.enabled ?? row.paymentMethodUpdate,
    cancel: {
      enabled: given?.subscription_cancel?.enabled ?? row.cancel.enabled,
      mode: given?.subscription_cancel?.mode ?? row.cancel.mode,
    },
    customerUpdate: {
      enabled: given?.customer_update?.enabled ?? row.customerUpdate.enabled,
      allowed: allowed === '' ? [] : (allowed ?? row.customerUpdate.allowed),
    },
  };
}

const NOT_ON_PAGE = 'Shipping and tax ids can be allowed, but are not on the page.';

export const portalConfigurationEndpoints = [
  route({
    on: 'POST /v1/billing_portal/configurations',
    takes: fields,
    note: NOT_ON_PAGE,
    run: ({ account, params }) => renderConfiguration(create(account, params)),
  }),
  route({
    on: 'GET /v1/billing_portal/configurations',
    takes: { ...paged, active: true, is_default: true },
    run: ({ account, params }) =>
      listPage({
        table: account.portalConfigurations,
        params,
        url: '/v1/billing_portal/configurations',
        what: 'configuration',
        where: (row) =>
          (params.active === undefined || row.active === params.active) &&
          (params.is_default === undefined || row.isDefault === params.is_default),
        render: renderConfiguration,
      }),
  }),
  route({
    on: 'GET /v1/billing_portal/configurations/:id',
    takes: {},
    run: ({ account, id }) => renderConfiguration(getConfiguration(account, id)),
  }),
  route({
    on: 'POST /v1/billing_portal/configurations/:id',
    takes: updated,
    note: NOT_ON_PAGE,
    run: ({ account, params, id }) => {
      const row = getConfiguration(account, id);
      const next = account.portalConfigurations.put(changed(account, row, params));
      emitChange(
        account,
        'billing_portal.configuration.updated',
        renderConfiguration(row),
        renderConfiguration(next),
      );
      return renderConfiguration(next);
    },
  }),
];
