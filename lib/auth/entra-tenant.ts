const MANY = new Set(['common', 'organizations', 'consumers']);

/**
 * Whether a token of Entra ID is of the operator's own tenant, whose administrator alone writes addresses there. Settings
 * may name the tenant by its id or by a domain of it; a domain leads to the keys and the issuer of this one tenant, and a
 * token of another issuer was refused before.
 */
export function isOwnTenant(configured: string, tenantOfToken: unknown): boolean {
  if (typeof tenantOfToken !== 'string' || tenantOfToken === '') return false;
  const own = configured.toLowerCase();
  if (MANY.has(own)) return false;
  return own.includes('.') || own === tenantOfToken.toLowerCase();
}
