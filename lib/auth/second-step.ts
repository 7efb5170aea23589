import { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { sessionCookie, sessionSecret } from './session-settings';

const VALID_SECONDS = 10 * 60;
const PURPOSE = 'second-step';

/** Remembers, for some minutes and in this browser only, that the password of this user was right. */
export async function beginSecondStep(userId: string): Promise<void> {
  const token = await encode({
    token: { sub: userId, purpose: PURPOSE },
    secret: sessionSecret(),
    maxAge: VALID_SECONDS,
    salt: PURPOSE,
  });
  const { name, options } = secondStepCookie();
  (await cookies()).set(name, token, { ...options, maxAge: VALID_SECONDS });
}

/** Who is in the middle of signing in; null for nobody. */
export async function secondStepUser(): Promise<string | null> {
  const cookie = (await cookies()).get(secondStepCookie().name)?.value;
  if (!cookie) return null;
  try {
    const token = await decode({ token: cookie, secret: sessionSecret(), salt: PURPOSE });
    return token?.purpose === PURPOSE && typeof token.sub === 'string' ? token.sub : null;
  } catch {
    return null;
  }
}

export async function endSecondStep(): Promise<void> {
  const { name, options } = secondStepCookie();
  (await cookies()).set(name, '', { ...options, maxAge: 0 });
}

function secondStepCookie() {
  const { name, options } = sessionCookie();
  return { name: `${name}-step`, options };
}
