import { AppError } from '../../kit/app-error';

/** Where Vercel keeps what belongs to the request being answered; its own package reads it there too. */
const CONTEXT = Symbol.for('@vercel/request-context');
const HEADER = 'x-vercel-oidc-token';

interface RequestContext {
  headers?: Record<string, string | undefined>;
}

/**
 * The token by which Vercel identifies the calling project and environment, for exchange at Azure. Each request brings
 * a new one, so it is never kept. `fallback` is the token of builds and of `vercel dev` (VERCEL_OIDC_TOKEN).
 */
export function vercelToken(fallback: string | null): string {
  const holder = globalThis as typeof globalThis & {
    [CONTEXT]?: { get?: () => RequestContext | undefined };
  };
  const token = holder[CONTEXT]?.get?.()?.headers?.[HEADER] ?? fallback;
  if (token) return token;
  throw new AppError(
    'not-configured',
    'AZURE_SIGN_IN is vercel, and Vercel gave this request no token: switch on Project Settings > Security > Secure backend access.',
  );
}
