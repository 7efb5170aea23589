import type { ApimSettings } from '../../apim/settings';
import type { StripeSettings } from '../../stripe/settings';
import { type Env, provisioningEnv } from '../env/env';

export interface CatalogSettings {
  appUrl: string;
  catalogPath: string | null;
  isProduction: boolean;
  stripe: StripeSettings;
  apim: ApimSettings;
}

/** The application's own settings; both vendors are needed. What only a running application needs may be missing. */
export function catalogSettings(read: () => Env = provisioningEnv): CatalogSettings {
  const { app, stripe, apim } = read();
  if (!stripe || !apim) {
    const missing = [!stripe && 'Stripe', !apim && 'API Management'].filter(Boolean);
    throw new Error(`The settings of ${missing.join(' and ')} are missing. See .env.example.`);
  }
  const { url: appUrl, catalogPath, isProduction } = app;
  return { appUrl, catalogPath, isProduction, stripe, apim };
}
