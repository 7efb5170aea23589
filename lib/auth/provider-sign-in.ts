import { safeReturnPath } from '../kit/return-path';
import { getDeps } from '../server/wiring/deps';
import { log } from '../server/wiring/log';
import {
  linkProvider,
  type ProviderIdentity,
  signInWithProvider,
} from '../use-cases/identity/linked-accounts';
import { currentUser } from './guards';
import { sealedCookie } from './sealed-cookie';
import { beginSecondStep } from './second-step';
import { startSession } from './session-cookie';

/** What the person wanted when they left for the provider: to sign in, or to link it to the account they are in. */
const errand = sealedCookie('errand', 15 * 60);
/** A provider's identity that waits for the account with its email to be entered by its own means. */
const waiting = sealedCookie('link', 15 * 60);

export async function rememberErrand(given: {
  next: string;
  linkTo: string | null;
}): Promise<void> {
  await errand.write(given);
}

/** Signs in, or links, here who has signed in there; answers the path to go to. */
export async function finishProviderSignIn(identity: ProviderIdentity): Promise<string> {
  const wanted = await errand.read();
  await errand.clear();
  const next = safeReturnPath(String(wanted?.next ?? '/account')) ?? '/account';
  if (typeof wanted?.linkTo === 'string') return finishLink(identity, wanted.linkTo, next);
  const outcome = await signInWithProvider(await getDeps(), identity);
  log.info({ provider: identity.provider, outcome: outcome.kind }, 'provider sign-in');
  const back = `next=${encodeURIComponent(next)}`;
  switch (outcome.kind) {
    case 'ok':
      await finishSignIn(outcome.userId);
      return next;
    case 'second-factor':
      await beginSecondStep(outcome.userId);
      return `/sign-in/code?${back}`;
    case 'link-first': {
      const { provider, providerName, providerAccountId } = identity;
      await waiting.write({ sub: outcome.userId, provider, providerName, providerAccountId });
      return `/sign-in?problem=link-first&provider=${provider}&${back}`;
    }
    case 'closed':
    case 'email-not-proven':
      return `/sign-in?problem=${outcome.kind}&${back}`;
    default:
      return outcome satisfies never;
  }
}

async function finishLink(
  identity: ProviderIdentity,
  userId: string,
  next: string,
): Promise<string> {
  // Asked for by one account and answered in another, or in none: nothing is linked.
  if ((await currentUser())?.id !== userId) return `${next}?problem=link-lost#providers`;
  const linked = await linkProvider(await getDeps(), { userId, identity });
  log.info({ provider: identity.provider, outcome: linked, userId }, 'provider link');
  return linked === 'linked' ? `${next}#providers` : `${next}?problem=${linked}#providers`;
}

/**
 * Signs the browser in after every step was right. A provider's identity that was waiting for just this account is
 * linked now: its owner has proven both.
 */
export async function finishSignIn(userId: string): Promise<void> {
  await startSession(userId);
  const token = await waiting.read();
  if (!token) return;
  await waiting.clear();
  const { sub, provider, providerName, providerAccountId } = token;
  if (
    sub !== userId ||
    typeof provider !== 'string' ||
    typeof providerName !== 'string' ||
    typeof providerAccountId !== 'string'
  ) {
    return;
  }
  const identity = { provider, providerName, providerAccountId };
  await linkProvider(await getDeps(), { userId, identity });
}
