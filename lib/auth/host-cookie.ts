/**
 * A cookie that scripts can't read and other sites' forms don't carry. Over https it has the __Host- prefix, which ties it
 * to this very host; a plain http address (a laptop) cannot, because browsers want such a cookie to be Secure.
 */
export function hostCookie(appUrl: string, name: string) {
  const secure = appUrl.startsWith('https://');
  return {
    name: secure ? `__Host-${name}` : name,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const,
  };
}

/** Those that next-auth keeps while somebody is at a provider: by itself it would tie only one of them to the host. */
export function nextAuthCookies(appUrl: string) {
  const short = (name: string) => {
    const { options, ...cookie } = hostCookie(appUrl, name);
    return { ...cookie, options: { ...options, maxAge: 15 * 60 } };
  };
  return {
    callbackUrl: hostCookie(appUrl, 'next-auth.callback-url'),
    csrfToken: hostCookie(appUrl, 'next-auth.csrf-token'),
    pkceCodeVerifier: short('next-auth.pkce.code_verifier'),
    state: short('next-auth.state'),
    nonce: short('next-auth.nonce'),
  };
}
