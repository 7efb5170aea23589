import { unstable_rethrow } from 'next/navigation';
import { log } from '@/lib/server/wiring/log';
import type { FormState } from './action-form';
import { type FailureText, failureText } from './failure-text';

type Action<State> = (before: State, form: FormData) => Promise<State>;

/**
 * A server action whose page stays whatever happens: a vendor that is away becomes a notice in the form, with what
 * was typed still there. Every action is made by this or by `stateAction`; a check sees to it.
 */
export function formAction(run: Action<FormState>): Action<FormState> {
  return stateAction(run, (problem, form) => ({ problem, values: typedIn(form) }));
}

/** The same for a form with an answer of its own kind. */
export function stateAction<State>(
  run: Action<State>,
  failed: (failure: FailureText, form: FormData) => State,
): Action<State> {
  return async (before, form) => {
    try {
      return await run(before, form);
    } catch (error) {
      // Redirects and 404s are thrown too.
      unstable_rethrow(error);
      log.error({ err: error }, 'an action failed');
      return failed(failureText(error), form);
    }
  };
}

const SECRET = /password|current|code|token|key/i;

/** What was typed, without what must never come back: passwords, codes, and the framework's own fields. */
export function typedIn(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value !== 'string' || name.startsWith('$') || SECRET.test(name)) continue;
    values[name] = value;
  }
  return values;
}
