import { createSession } from '../lib/db/sessions';
import { findUserByEmail } from '../lib/db/users';
import type { Deps } from '../lib/use-cases/deps';
import { type SignUpOutcome, signUp } from '../lib/use-cases/identity/sign-up';
import { type AppWorld, startAppWorld } from './app-world';

export const PASSWORD = 'four words make it';

/** The application's world with what tests of people and their accounts need. */
export interface IdentityWorld {
  world: AppWorld;
  deps: Deps;
  /** Signs somebody up, with other settings if wanted. */
  somebody(given?: Partial<Deps>): Promise<{ email: string; id: string; outcome: SignUpOutcome }>;
  /** Waits for what runs after an answer. */
  settled(): Promise<void>;
  mailTo(address: string): Promise<{ kind: string; text: string; subject: string }[]>;
  /** The token in the newest message to an address. */
  lastToken(address: string): Promise<string>;
  newSession(userId: string): Promise<{ userId: string; sessionId: string; signedInAt: Date }>;
  stop(): Promise<void>;
}

export async function startIdentityWorld(
  options?: Parameters<typeof startAppWorld>[0],
): Promise<IdentityWorld> {
  const world = await startAppWorld(options);
  let waiting: Promise<void>[] = [];
  let people = 0;
  const deps: Deps = { ...world.deps, later: (_name, work) => void waiting.push(work()) };
  const settled = async () => {
    await Promise.all(waiting);
    waiting = [];
  };
  const mailTo = (to: string) =>
    deps.db.mailMessage.findMany({ where: { to }, orderBy: { createdAt: 'asc' } });
  return {
    world,
    deps,
    settled,
    mailTo,
    async somebody(given = {}) {
      people += 1;
      const email = `grace-${people}@example.com`;
      const input = { name: 'Grace Hopper', email, password: PASSWORD };
      const outcome = await signUp({ ...deps, ...given }, input);
      await settled();
      const user = await findUserByEmail(deps.db, email);
      if (!user) throw new Error(`No account: ${JSON.stringify(outcome)}`);
      return { email, outcome, id: user.id };
    },
    async lastToken(address) {
      const text = (await mailTo(address)).at(-1)?.text ?? '';
      return /token=([\w-]+)/.exec(text)?.[1] ?? '';
    },
    async newSession(userId) {
      const expires = new Date(Date.now() + 3600_000);
      const session = await createSession(deps.db, { userId, expires, userAgent: 'a browser' });
      return { userId, sessionId: session.id, signedInAt: session.createdAt };
    },
    stop: world.stop,
  };
}
