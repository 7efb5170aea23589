import { notFound, redirect } from 'next/navigation';
import { env } from '../server/env/env';
import { log } from '../server/wiring/log';
import { demandSecondFactor, keepToLimit, requireUser, type SessionUser } from './guards';

/**
 * The signed-in operator. For everybody else the page does not exist: an address that anybody could sign up with makes
 * no operator before it is confirmed. An operator without a required second factor is sent to set it up.
 */
export async function requireOperator(returnTo: string): Promise<SessionUser> {
  const user = await requireUser(returnTo);
  // Somebody who signed up with an operator's address only has to confirm it, and a missing page would not say that.
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
