import type { Env } from '../env/env';

/**
 * The content security policy of one answer. Scripts run by nonce or from our own address and Stripe's;
 * nothing is inline. `form-action` names the addresses that a form's answer may redirect to: Checkout, the
 * customer portal and the developer portal, because browsers apply it to redirects too.
 */
export function contentSecurityPolicy(env: Env, nonce: string): string {
  const stripeJs = origins('https://js.stripe.com', env.stripe?.jsUrl);
  const stripePages = origins(
    'https://checkout.stripe.com',
    'https://billing.stripe.com',
    stripeBase(env),
  );
  const development = env.app.isDevelopment ? ["'unsafe-eval'"] : [];
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    'script-src': ["'self'", `'nonce-${nonce}'`, ...stripeJs, ...development],
    // Charts are SVG with style attributes; styles cannot run code.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'https://*.stripe.com'],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...origins('https://api.stripe.com', stripeBase(env))],
    'frame-src': [...stripeJs, 'https://hooks.stripe.com'],
    'form-action': [
      "'self'",
      ...stripePages,
      ...origins(env.apim?.portalUrl),
      ...providerPages(env),
    ],
    'frame-ancestors': ["'none'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
  };
  return written(directives);
}

/**
 * Of pages that are the same for everybody: they have nothing of Stripe's on them and no form that leads elsewhere.
 * `scripts` are hashes of the finished page's inline scripts, or the nonce of one that was rendered for its request.
 */
export function publicPolicy(env: Env, scripts: readonly string[]): string {
  const development = env.app.isDevelopment ? ["'unsafe-eval'"] : [];
  return written({
    'default-src': ["'self'"],
    'script-src': ["'self'", ...scripts, ...development],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'frame-src': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
  });
}

function written(directives: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join('; ');
}

export function securityHeaders(env: Env): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'cross-origin-opener-policy': 'same-origin',
    ...(env.app.url.startsWith('https://')
      ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }
      : {}),
  };
}

function stripeBase(env: Env): string | null {
  return env.stripe && env.stripe.apiBase !== 'https://api.stripe.com' ? env.stripe.apiBase : null;
}

/** Where signing in at a provider leads from our form. */
function providerPages({ providers }: Env): string[] {
  return origins(providers.entra?.url, providers.github?.url, providers.google?.url);
}

function origins(...addresses: (string | null | undefined)[]): string[] {
  const given = addresses.filter((address): address is string => Boolean(address));
  return [...new Set(given.map((address) => new URL(address).origin))];
}
