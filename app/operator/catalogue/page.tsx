import type { Metadata } from 'next';
import { Alert } from '@/app/_ui/alert';
import { Panel } from '@/app/_ui/panel';
import { timeWords } from '@/app/_ui/time-words';
import { requireOperator } from '@/lib/auth/operator';
import { readCatalogueDrift } from '@/lib/server/catalogue-drift';
import { ChangesTable } from './_parts/changes-table';
import { DriftAlert } from './_parts/drift-alert';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Catalogue' };

/** What `npm run catalog -- plan` prints, for whoever has no terminal at hand. Applying stays with the program. */
export default async function CataloguePage() {
  await requireOperator('/operator/catalogue');
  const drift = await readCatalogueDrift();
  return (
    <main id="content" className={styles.main}>
      <h1 className={styles.title}>Catalogue</h1>
      <DriftAlert drift={drift} />
      {drift.kind === 'read' && drift.changes.length > 0 ? (
        <Panel id="changes" title="What would change" note={`As of ${timeWords(drift.readAt)}`}>
          <ChangesTable changes={drift.changes} />
        </Panel>
      ) : null}
      {drift.kind === 'read' && drift.orphans.length > 0 ? (
        <Panel id="left-over" title="Left over">
          <ul className={styles.list}>
            {drift.orphans.map(({ system, subject, details }) => (
              <li key={`${system} ${subject}`}>
                <strong>
                  {system} {subject}
                </strong>
                : {details}
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {drift.kind === 'read'
        ? drift.notes.map((note) => <Alert key={note} tone="neutral" title={note} />)
        : null}
    </main>
  );
}
