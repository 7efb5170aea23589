import { z } from 'zod';
import type { Step } from '../schedule/step';
import type { Play } from './play';

const KEY = { authorization: 'Bearer sk_test_operator00' };
const open = z.object({ data: z.array(z.object({ id: z.string() })) });

/** An operator gives up the last open invoice of somebody, by hand at Stripe. */
export async function writeOff(
  play: Play,
  { person, to }: Extract<Step, { kind: 'write-off' }>,
): Promise<string> {
  const { world } = play;
  const customers = await world.database.outside.billingCustomer.findMany({
    where: { userId: play.person(person), providerId: { not: null } },
    orderBy: { ordinal: 'asc' },
  });
  for (const { providerId } of customers) {
    const url = `${world.emulators.stripeUrl}/v1/invoices?customer=${providerId}&status=open&limit=1`;
    const answer = await fetch(url, { headers: KEY }).catch(() => null);
    // A failure of the schedule may hit the question.
    const found = answer?.ok ? open.parse(await answer.json()).data[0] : undefined;
    if (!found) continue;
    await world.emulators.control(`invoices/${found.id}`, { to });
    return `${found.id} is ${to}`;
  }
  return 'nothing is open';
}
