import type { Metadata } from './rows';

export interface PortalConfigurationRow {
  id: string;
  created: number;
  updated: number;
  active: boolean;
  isDefault: boolean;
  name: string | null;
  defaultReturnUrl: string | null;
  headline: string | null;
  privacyUrl: string | null;
  termsUrl: string | null;
  metadata: Metadata;
  invoiceHistory: boolean;
  paymentMethodUpdate: boolean;
  cancel: { enabled: boolean; mode: 'at_period_end' | 'immediately' };
  customerUpdate: { enabled: boolean; allowed: string[] };
}

export interface PortalSessionRow {
  id: string;
  created: number;
  configuration: string;
  customer: string;
  returnUrl: string | null;
  locale: string | null;
  key: string;
}
