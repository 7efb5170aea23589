import { z } from 'zod';
import type { Account } from '../account';
import { emit, emitChange } from '../events';
import { endpoint } from '../http/endpoint';
import { listPage, paging } from '../http/list';
import { notEmulated } from '../http/not-emulated';
import { clearable, flag, list, mergeMetadata, metadata, oneOf, text } from '../http/params';
import { missing } from '../http/stripe-error';
import { newId } from '../ids';
import { renderConfiguration } from '../objects/portal';
import type { PortalConfigurationRow } from '../portal-rows';

const UPDATES = ['address', 'email', 'name', 'phone', 'shipping', 'tax_id'] as const;
const off = z.strictObject({
  enabled: z.literal('false', 'This feature is not emulated: only enabled=false is taken.'),
});

const features = z.strictObject({
  customer_update: z
    .strictObject({ enabled: flag().optional(), allowed_updates: list(oneOf(UPDATES)).optional() })
    .optional(),
  invoice_history: z.strictObject({ enabled: flag() }).optional(),
  payment_method_update: z
    .strictObject({ enabled: flag(), ...notEmulated('payment_method_configuration') })
    .optional(),
  subscription_cancel: z
    .strictObject({
      enabled: flag().optional(),
      mode: oneOf(['at_period_end', 'immediately']).optional(),
      proration_behavior: oneOf(['none']).optional(),
      cancellation_reason: off.extend({ options: list(text()).optional() }).optional(),
    })
    .optional(),
  subscription_pause: off.optional(),
  subscription_update: off.optional(),
});

const fields = {
  business_profile: z
    .strictObject({
      headline: clearable(60).optional(),
      privacy_policy_url: clearable().optional(),
      terms_of_service_url: clearable().optional(),
    })
    .optional(),
  default_return_url: clearable().optional(),
  metadata: metadata().optional(),
  name: clearable(255).optional(),
  ...notEmulated('login_page'),
};
const createParams = z.strictObject({ ...fields, features });
const updateParams = z.strictObject({
  ...fields,
  features: features.optional(),
  active: flag().optional(),
});

export function getConfiguration(
  account: Account,
  id: string,
  param?: string,
): PortalConfigurationRow {
  const row = account.portalConfigurations.get(id);
  if (!row) throw missing('configuration', id, param);
  return row;
}

function create(account: Account, params: z.output<typeof createParams>): PortalConfigurationRow {
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
  params: z.output<typeof updateParams>,
): PortalConfigurationRow {
  const { business_profile: profile, features: given } = params;
  return {
    ...row,
    updated: account.now(),
    active: params.active ?? row.active,
    name: params.name === undefined ? row.name : params.name,
    defaultReturnUrl:
      params.default_return_url === undefined ? row.defaultReturnUrl : params.default_return_url,
    headline: profile?.headline === undefined ? row.headline : profile.headline,
    privacyUrl:
      profile?.privacy_policy_url === undefined ? row.privacyUrl : profile.privacy_policy_url,
    termsUrl:
      profile?.terms_of_service_url === undefined ? row.termsUrl : profile.terms_of_service_url,
    metadata: mergeMetadata(row.metadata, params.metadata),
    invoiceHistory: given?.invoice_history?.enabled ?? row.invoiceHistory,
    paymentMethodUpdate: given?.payment_method_update?.enabled ?? row.paymentMethodUpdate,
    cancel: {
      enabled: given?.subscription_cancel?.enabled ?? row.cancel.enabled,
      mode: given?.subscription_cancel?.mode ?? row.cancel.mode,
    },
    customerUpdate: {
      enabled: given?.customer_update?.enabled ?? row.customerUpdate.enabled,
      allowed: given?.customer_update?.allowed_updates ?? row.customerUpdate.allowed,
    },
  };
}

export const portalConfigurationEndpoints = [
  endpoint({
    method: 'POST',
    path: '/v1/billing_portal/configurations',
    params: createParams,
    run: ({ account, params }) => renderConfiguration(create(account, params)),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/billing_portal/configurations',
    params: z.strictObject({ ...paging, active: flag().optional(), is_default: flag().optional() }),
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
  endpoint({
    method: 'GET',
    path: '/v1/billing_portal/configurations/:id',
    params: z.strictObject({}),
    run: ({ account, id }) => renderConfiguration(getConfiguration(account, id)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/billing_portal/configurations/:id',
    params: updateParams,
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
