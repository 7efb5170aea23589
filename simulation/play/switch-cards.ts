import { payOnPage } from '../../testing/pay-on-page';
import type { Step } from '../schedule/step';
import { CARDS } from './buy';
import type { Play } from './play';

/** Somebody's cards decline from now on; or they are good again, and what is open is paid by hand. */
export async function switchCards(
  play: Play,
  step: Extract<Step, { kind: 'card' }>,
): Promise<string> {
  const userId = play.person(step.person);
  const customers = await play.world.database.outside.billingCustomer.findMany({
    where: { userId, providerId: { not: null } },
  });
  for (const { providerId } of customers) {
    await play.world.emulators.control('cards', { customer: providerId, decline: step.declines });
  }
  if (step.declines) return `${customers.length} customers`;
  const owing = play.subscriptions.filter((row) => row.userId === userId && row.payUrl !== null);
  for (const { payUrl } of owing) if (payUrl) await payOnPage(payUrl, CARDS.good);
  return `${customers.length} customers, ${owing.length} invoices paid`;
}
