import Link from 'next/link';
import { Alert } from '@/app/_ui/alert';
import { readCatalogueDrift } from '@/lib/server/catalogue-drift';

/** For pages on which nobody looks for it: nothing when all is as the catalogue says, or when it may not be read. */
export async function DriftNotice() {
  const drift = await readCatalogueDrift();
  if (drift.kind !== 'read' || drift.changes.length === 0) return null;
  const count = drift.changes.length;
  return (
    <Alert
      tone="warn"
      title={
        count === 1
          ? 'One thing differs from the catalogue'
          : `${count} things differ from the catalogue`
      }
    >
      <Link href="/operator/catalogue" prefetch={false}>
        See what would change
      </Link>
    </Alert>
  );
}
