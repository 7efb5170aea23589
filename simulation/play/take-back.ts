import { z } from 'zod';
import type { Play } from './play';

const KEY = { authorization: 'Bearer sk_test_operator00' };
const found = z.object({
  data: z.array(z.object({ id: z.string(), disputed: z.boolean().optional() })),
});

/** A cardholder disputes the last payment at the bank. */
export async function disputeLast(play: Play, person: number): Promise<string> {
  for (const customer of await customersOf(play, person)) {
    const { data } = await ask(play, `charges?customer=${customer}&limit=1`);
    const [charge] = data;
    if (!charge || charge.disputed) continue;
    const outcome = await play.world.emulators
      .control('disputes', { charge: charge.id })
      .catch((error: unknown) => String(error));
    return `${charge.id}: ${JSON.stringify(outcome)}`;
  }
  return 'nothing was paid';
}

/** Somebody deletes the card where Stripe lets them, so that nothing can be charged any more. */
export async function detachCards(play: Play, person: number): Promise<string> {
  let count = 0;
  for (const customer of await customersOf(play, person)) {
    for (const { id } of (await ask(play, `customers/${customer}/payment_methods?limit=100`))
      .data) {
      const url = `${play.world.emulators.stripeUrl}/v1/payment_methods/${id}/detach`;
      const answer = await fetch(url, { method: 'POST', headers: KEY }).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) count += 1;
    }
  }
  return `${count} cards`;
}

async function customersOf(play: Play, person: number): Promise<string[]> {
  const customers = await play.world.database.outside.billingCustomer.findMany({
    where: { userId: play.person(person), providerId: { not: null } },
    orderBy: { ordinal: 'asc' },
  });
  return customers.flatMap(({ providerId }) => providerId ?? []);
}

/** Empty where a failure of the schedule hits the question. */
async function ask(play: Play, what: string): Promise<z.output<typeof found>> {
  const url = `${play.world.emulators.stripeUrl}/v1/${what}`;
  const answer = await fetch(url, { headers: KEY }).catch(() => null);
  if (!answer?.ok) return { data: [] };
  return found.parse(await answer.json());
}
