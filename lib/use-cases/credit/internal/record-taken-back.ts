import { findStanding, updateStanding } from '../../../db/standings';
import type { Needs } from '../../deps';

/** Writes down how much of an invoice's payments went back, by refunds and by disputes that are open or lost. */
export async function keepTakenBack(
  deps: Needs<'db' | 'payments'>,
  invoiceId: string,
): Promise<number> {
  const takenBackMinor = await deps.payments.readTakenBack(invoiceId);
  if (await findStanding(deps.db, invoiceId)) {
    await updateStanding(deps.db, invoiceId, { takenBackMinor });
  }
  return takenBackMinor;
}
