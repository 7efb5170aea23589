import { z } from 'zod';
import { vercelToken } from '../http/vercel-token';
import { theirSecret } from './env-values';

/** How to sign in to Azure. Other programs read some of these names too, so they make no group of settings. */
export const AZURE_SIGN_IN = {
  AZURE_SIGN_IN: z.enum(['default', 'vercel'], 'default or vercel').default('default'),
  AZURE_TENANT_ID: z.string().optional(),
  AZURE_CLIENT_ID: z.string().optional(),
  /** Read by Azure's library alone; looked at here so that a copied line break is found at the start. */
  AZURE_CLIENT_SECRET: theirSecret.optional(),
  AZURE_AUTHORITY_HOST: z.url({ protocol: /^https$/, error: 'an https address' }).optional(),
  VERCEL_OIDC_TOKEN: z.string().optional(),
};

export interface FederatedSignIn {
  tenantId: string;
  clientId: string;
  /** Azure's sign-in address in another cloud; null = the public one. */
  authorityHost: string | null;
  /** A token of an issuer that Azure trusts. */
  assertion: () => Promise<string>;
}

type Given = z.output<z.ZodObject<typeof AZURE_SIGN_IN>>;

/** Null: Azure's own library finds out (managed identity, workload identity, service principal, az login). */
export function toFederated(given: Given): FederatedSignIn | null {
  const { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId } = given;
  if (given.AZURE_SIGN_IN !== 'vercel' || !tenantId || !clientId) return null;
  return {
    tenantId,
    clientId,
    authorityHost: given.AZURE_AUTHORITY_HOST ?? null,
    assertion: async () => vercelToken(given.VERCEL_OIDC_TOKEN ?? null),
  };
}

export function azureSignInProblems(given: Given | null): string[] {
  if (given?.AZURE_SIGN_IN !== 'vercel') return [];
  const missing = (['AZURE_TENANT_ID', 'AZURE_CLIENT_ID'] as const).filter((name) => !given[name]);
  return missing.map(
    (name) =>
      `AZURE_SIGN_IN is vercel but ${name} is not set: Entra admin center > App registrations > Overview`,
  );
}
