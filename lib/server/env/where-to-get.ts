import { IDENTITY_WHERE } from './identity-env';

/** Said after a setting that is missing or wrong: a start that only complains sends people searching. */
export const WHERE_TO_GET: Readonly<Record<string, string>> = {
  ...IDENTITY_WHERE,
  STRIPE_SECRET_KEY: 'Stripe Dashboard > Developers > API keys',
  STRIPE_PUBLISHABLE_KEY: 'Stripe Dashboard > Developers > API keys',
  STRIPE_METER_WEBHOOK_SECRET:
    'Stripe Dashboard > Developers > Event destinations, the one with thin payloads',
  STRIPE_WEBHOOK_SECRET: 'printed by provisioning, or Stripe Dashboard > Developers > Webhooks',
  AZURE_SUBSCRIPTION_ID: 'az account show --query id',
  APIM_RESOURCE_GROUP: 'az apim list --query "[].resourceGroup"',
  APIM_SERVICE_NAME: 'az apim list --query "[].name"',
  APIM_GATEWAY_URL: 'Azure portal > API Management > Overview > Gateway URL',
  APIM_PORTAL_URL: 'Azure portal > API Management > Overview > Developer portal URL',
  APIM_DELEGATION_KEY:
    'the delegation validation key: any base64 text, e.g. openssl rand -base64 64',
};
