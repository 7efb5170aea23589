import type { Metadata } from 'next';
import { Alert } from '@/app/_ui/alert';
import { requireOperator } from '@/lib/auth/operator';
import { readCatalogDrift } from '@/lib/server/wiring/catalog-drift';
import { getReadingDeps } from '@/lib/server/wiring/deps';
import { viewLivePrices } from '@/lib/use-cases/operator/live-prices';
import { Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';
import { DriftAlert } from './_parts/drift-alert';
import { LivePrices } from './_parts/live-prices';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Catalog' };

/** What `npm run catalog -- plan` prints, for whoever has no terminal at hand. Applying stays with the program. */
export default async function CatalogPage() {
  await requireOperator('/operator/catalogue');
  const [drift, live] = await Promise.all([
    readCatalogDrift(),
    getReadingDeps().then(viewLivePrices),
  ]);
  return (
    <OperatorPage title="Catalog" asOf={drift.readAt}>
      <DriftAlert drift={drift} />
      {drift.kind === 'read' && drift.changes.length > 0 ? (
        <section aria-labelledby="changes">
          <h2 id="changes" className={styles.heading}>
            Planned changes
          </h2>
          <Listing
            caption="Planned changes"
            rows={drift.changes}
            rowKey={({ system, subject, details }) => `${system} ${subject} ${details}`}
            empty=""
            columns={[
              { head: 'Where', cell: ({ system }) => system },
              { head: 'What', cell: ({ subject }) => subject },
              { head: 'Change', cell: ({ action }) => action },
              { head: 'Details', cell: ({ details }) => details },
            ]}
          />
        </section>
      ) : null}
      {drift.kind === 'read' && drift.orphans.length > 0 ? (
        <section aria-labelledby="left-over">
          <h2 id="left-over" className={styles.heading}>
            Not in the catalog
          </h2>
          <Listing
            caption="Found there and not managed by the catalog"
            rows={drift.orphans}
            rowKey={({ system, subject }) => `${system} ${subject}`}
            empty=""
            columns={[
              { head: 'Where', cell: ({ system }) => system },
              { head: 'What', cell: ({ subject }) => subject },
              { head: 'Details', cell: ({ details }) => details },
            ]}
          />
        </section>
      ) : null}
      {drift.kind === 'read' && drift.notes.length > 0 ? (
        <div className={styles.notes}>
          {drift.notes.map((note) => (
            <Alert key={note} tone="neutral" title={note} />
          ))}
        </div>
      ) : null}
      <LivePrices live={live} />
    </OperatorPage>
  );
}
