import { z } from 'zod';

/**
 * Parameters that Stripe has and the emulator does not: refused by name, so that nobody believes
 * they had an effect, and told apart from those that Stripe does not know either.
 */
export function notEmulated<const N extends string>(...names: readonly N[]) {
  const shape = names.map((name) => [name, refused(name)] as const);
  return Object.fromEntries(shape) as Record<N, ReturnType<typeof refused>>;
}

function refused(name: string) {
  return z
    .custom<undefined>((value) => value === undefined, {
      error: `${name} is not emulated: Stripe takes it, but nothing would come of it here.`,
      params: { stripe: 'parameter_not_emulated' },
    })
    .optional();
}
