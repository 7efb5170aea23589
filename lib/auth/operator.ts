import { notFound, redirect } from 'next/navigation';
import { env } from '../server/env/env';
import { log } from '../server/wiring/log';
import { demandSecondFactor, keepToLimit, requireUser, type SessionUser } from './guards';

/**
 * The signed-in operator. Everybody else is told that there is no such page: an address that anybody could sign
 * up with makes no operator before it is confirmed. One without a second factor is led to it, if it is demanded.
 */
export async function requireOperator(returnTo: string): Promise<SessionUser> {
  const user = await requireUser(returnTo);
  // Who signed up with an operator's address has only to prove it: a page that isn't there would say nothing of that.
  if (!user.emailConfirmed && env().app.operatorEmails.includes(user.email.toLowerCase())) {
    redirect('/check-mail?for=operator');
  }
  if (!user.isOperator) {
    log.warn({ userId: user.id, page: returnTo }, 'refused: not an operator');
    notFound();
  }
  demandSecondFactor(user, 'operator', returnTo);
  return user;
}

/** The same for whatever an operator changes. */
export async function requireOperatorToAct(returnTo: string): Promise<SessionUser> {
  const user = await requireOperator(returnTo);
  await keepToLimit('operate', user, returnTo);
  return user;
}
