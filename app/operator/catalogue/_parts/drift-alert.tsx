import { Alert } from '@/app/_ui/alert';
import type { CatalogDrift } from '@/lib/server/wiring/catalog-drift';

/** The answer first: whether what is sold is what the catalog says, and what to do when it isn't. */
export function DriftAlert({ drift }: { drift: CatalogDrift }) {
  if (drift.kind === 'unreadable') {
    return (
      <Alert tone="bad" title="Stripe and API Management couldn’t be checked">
        <p>{drift.message}</p>
        <p>Sales continue. Reload in a minute, or check the application’s read permissions.</p>
      </Alert>
    );
  }
  if (drift.kind === 'not-allowed') {
    return (
      <Alert tone="warn" title="This page isn’t allowed to read what it compares">
        <p>{drift.message}</p>
        <p>
          Sales continue without this permission. You can also run{' '}
          <code>npm run catalog -- verify</code> with the provisioning key.
        </p>
      </Alert>
    );
  }
  const { changes, checked, plan } = drift;
  if (changes.length === 0) {
    return (
      <Alert tone="good" title="Stripe and API Management match the catalog">
        <p>{checked} checks.</p>
      </Alert>
    );
  }
  const prices = changes.filter(({ isPriceChange }) => isPriceChange).length;
  return (
    <Alert
      tone="warn"
      title={
        changes.length === 1
          ? '1 difference from the catalog'
          : `${changes.length} differences from the catalog`
      }
    >
      {prices > 0 ? (
        <p>
          {prices === 1
            ? 'A price differs: checkouts of its product are blocked until it is corrected'
            : `${prices} prices differ: checkouts of their products are blocked until they are corrected`}
          , so that nothing is sold at a price other than the one shown.
        </p>
      ) : null}
      <p>
        To make exactly these changes:{' '}
        <code>
          npm run catalog -- apply --plan {plan}
          {prices > 0 ? ' --allow-price-change' : ''}
        </code>
      </p>
    </Alert>
  );
}
