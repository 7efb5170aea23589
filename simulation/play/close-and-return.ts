import { findUserByEmail, updateUser } from '../../lib/db/users';
import { continueClosings } from '../../lib/use-cases/identity/close-account';
import { signUp } from '../../lib/use-cases/identity/sign-up';
import { outcomeOf } from './outcome';
import type { Play } from './play';

/** Somebody closes their account; what ends with it goes on in the scheduled work. */
export async function closeAccount(play: Play, index: number): Promise<string> {
  const userId = play.person(index);
  const db = play.world.database.outside;
  const user = await db.user.findUniqueOrThrow({ where: { id: userId } });
  if (user.closingAt) return 'closed already';
  play.closings.push({ userId, email: user.email, returnedAs: null });
  await updateUser(db, userId, { closingAt: play.world.now() });
  return outcomeOf(
    await play.replicas.run(0, continueClosings),
    ({ closed }) => `${closed} closed`,
  );
}

/** The same person signs up again with the same address, once the old account is gone. */
export async function signUpAgain(play: Play, index: number): Promise<string> {
  const userId = play.person(index);
  const closing = play.closings.find((one) => one.userId === userId);
  if (!closing) return 'has an account';
  const { email } = closing;
  const given = { name: 'Ada Lovelace', email, password: 'four words make it' };
  const outcome = await play.replicas.run(0, (deps) => signUp(deps, given));
  const made = await findUserByEmail(play.world.database.outside, email);
  if (made && made.id !== userId) {
    closing.returnedAs = made.id;
    play.people[play.people.indexOf(userId)] = made.id;
  }
  return outcomeOf(outcome, ({ kind }) => kind);
}
