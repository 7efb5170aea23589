import type { Needs } from '../deps';
import { type EndNowPreview, previewEndNow } from '../subscriptions/preview-end-now';
import { viewAccount } from '../subscriptions/view-account';

export type EndsByClosing = Pick<
  Extract<EndNowPreview, { kind: 'live' }>,
  'name' | 'lastBill' | 'paidUntil'
> & { id: string; productName: string };

/** What closing the account ends, and what each of it costs once more. Changes nothing. */
export async function previewClosing(
  deps: Needs<'catalog' | 'clock' | 'db' | 'log' | 'settings'>,
  userId: string,
): Promise<EndsByClosing[]> {
  const { subscriptions } = await viewAccount(deps, userId);
  const previews = await Promise.all(
    subscriptions.map(async ({ id, productName }) => ({
      ...(await previewEndNow(deps, { userId, subscriptionId: id })),
      id,
      productName,
    })),
  );
  return previews.filter((preview) => preview.kind === 'live');
}
