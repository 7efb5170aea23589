import { Alert } from '@/app/_ui/alert';
import { timeWords } from '@/app/_ui/time-words';
import type { CatalogueDrift } from '@/lib/server/wiring/catalogue-drift';

/** The answer first: whether what is sold is what the catalogue says, and what to do when it isn't. */
export function DriftAlert({ drift }: { drift: CatalogueDrift }) {
  if (drift.kind === 'unreadable') {
    return (
      <Alert tone="bad" title="Stripe and API Management could not be compared">
        <p>{drift.message}</p>
        <p>Selling goes on. Reload in a minute, or check what the application may read.</p>
      </Alert>
    );
  }
  if (drift.kind === 'not-allowed') {
    return (
      <Alert tone="warn" title="This page may not read what it would compare">
        <p>{drift.message}</p>
        <p>
          Selling goes on, and needs no such right. Without it:{' '}
          <code>npm run catalog -- verify</code> with the key of provisioning.
        </p>
      </Alert>
    );
  }
  const { changes, checked, plan, readAt } = drift;
  if (changes.length === 0) {
    return (
      <Alert tone="good" title="Everything is as the catalogue says">
        <p>
          {checked} things compared at Stripe and in API Management, {timeWords(readAt)}.
        </p>
      </Alert>
    );
  }
  const prices = changes.filter(({ isPriceChange }) => isPriceChange).length;
  return (
    <Alert
      tone="warn"
      title={
        changes.length === 1
          ? 'One thing differs from the catalogue'
          : `${changes.length} things differ from the catalogue`
      }
    >
      {prices > 0 ? (
        <p>
          {prices === 1
            ? 'A price differs: checkouts of its product are refused until it is put right'
            : `${prices} prices differ: checkouts of their products are refused until they are put right`}
          , rather than sold at another price than the page showed.
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
