import type { Dues } from '@/lib/use-cases/subscriptions/view-dues';
import { Alert } from '../../_ui/alert';
import { carriedText } from './dues-text';
import { OpenInvoices } from './open-invoices';

/** All open invoices, and what the next ones take up, as the provider has them now. */
export function DuesNotice({ dues }: { dues: Dues }) {
  if (dues.kind === 'unavailable') {
    return (
      <Alert tone="warn" title="Stripe didn’t respond">
        We can’t check for open invoices right now. Your subscriptions are shown as usual; reload
        this page in a moment.
      </Alert>
    );
  }
  const rows = dues.open.map(({ subscription, ...row }) => ({
    ...row,
    name: subscription?.name ?? null,
  }));
  return (
    <>
      <OpenInvoices rows={rows} />
      {dues.carried.map((carried) => (
        <p key={carried.currency}>{carriedText(carried)}</p>
      ))}
    </>
  );
}
