import { coverage as azure } from './azure/coverage';
import type { VendorCoverage } from './core/coverage-table';
import { coverage as stripe } from './stripe/coverage';

/** What each vendor's emulator answers, by the folder that its README is in. */
export function coverageByVendor(): Readonly<Record<'stripe' | 'azure', VendorCoverage>> {
  return {
    stripe: { name: '[Stripe](stripe/README.md#operations)', rows: stripe() },
    azure: { name: '[Azure](azure/README.md#operations)', rows: azure() },
  };
}
