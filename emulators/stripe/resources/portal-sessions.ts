import { emit } from '../events/emit';
import type { Params } from '../http/parameters';
import { route } from '../http/route';
import { getCustomer } from '../objects/customer';
import { renderPortalSession } from '../objects/portal';
import type { Account } from '../state/account';
import { newId, randomText } from '../state/ids';
import type { PortalConfigurationRow, PortalSessionRow } from '../state/portal-rows';
import { invalid, missingParam } from '../wire/stripe-error';
import { getConfiguration } from './portal-configurations';

const created = { customer: true, configuration: true, return_url: true, locale: true } as const;

function create(
  account: Account,
  params: Params<'POST /v1/billing_portal/sessions', typeof created>,
): PortalSessionRow {
  if (params.customer === undefined) throw missingParam('customer');
  const configuration = configurationFor(account, params.configuration);
  const row = account.portalSessions.put({
    id: newId('bps_1', 23).replace('bps_1_', 'bps_1'),
    created: account.worldNow(),
    configuration: configuration.id,
    customer: getCustomer(account, params.customer, 'customer').id,
    returnUrl: params.return_url ?? configuration.defaultReturnUrl,
    locale: params.locale ?? null,
    key: `test_${randomText(40)}`,
  });
  emit(account, 'billing_portal.session.created', renderPortalSession(account, row));
  return row;
}

function configurationFor(account: Account, id: string | undefined): PortalConfigurationRow {
  const row =
    id === undefined
      ? account.portalConfigurations.find((one) => one.isDefault)
      : getConfiguration(account, id, 'configuration');
  if (!row) {
    throw invalid(
      'No configuration provided and your test mode default configuration has not been created. Provide a configuration or create your default by saving your customer portal settings in test mode at https://dashboard.stripe.com/test/settings/billing/portal.',
    );
  }
  if (!row.active) throw invalid(`The configuration ${row.id} is not active.`, 'configuration');
  return row;
}

export const portalSessionEndpoints = [
  route({
    on: 'POST /v1/billing_portal/sessions',
    takes: created,
    run: ({ account, params }) => renderPortalSession(account, create(account, params)),
  }),
];
