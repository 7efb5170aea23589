import { cookies } from 'next/headers';
import { decode, encode, type JWT } from 'next-auth/jwt';
import { sessionCookie, sessionSecret } from './session-settings';

/**
 * A cookie that only we can read and write, for one purpose and some minutes: encrypted under a key of its own, so that
 * one of another purpose is worth nothing in its place.
 */
export function sealedCookie(purpose: string, validSeconds: number) {
  const cookie = () => {
    const { name, options } = sessionCookie();
    return { name: `${name}-${purpose}`, options };
  };
  return {
    async write(content: Record<string, unknown>): Promise<void> {
      const { name, options } = cookie();
      const token = await encode({
        token: { ...content, purpose },
        secret: sessionSecret(),
        maxAge: validSeconds,
        salt: purpose,
      });
      (await cookies()).set(name, token, { ...options, maxAge: validSeconds });
    },
    /** Null for none, one that has run out, and one that we did not make. */
    async read(): Promise<JWT | null> {
      const value = (await cookies()).get(cookie().name)?.value;
      if (!value) return null;
      try {
        const token = await decode({ token: value, secret: sessionSecret(), salt: purpose });
        return token?.purpose === purpose ? token : null;
      } catch {
        return null;
      }
    },
    async clear(): Promise<void> {
      const { name, options } = cookie();
      (await cookies()).set(name, '', { ...options, maxAge: 0 });
    },
  };
}
