import type { Metadata } from 'next';
import { requireOperator } from '@/lib/auth/operator';
import { getDeps } from '@/lib/server/wiring/deps';
import { listEvents } from '@/lib/use-cases/operator/events';
import { ActionForm } from '../../_ui/action-form';
import { Alert } from '../../_ui/alert';
import { formatTime } from '../../_ui/format-time';
import { SubmitButton } from '../../_ui/submit-button';
import { FilterLinks } from '../_parts/filter-links';
import { afterParam, listHref, oneOfParam, textParam } from '../_parts/list-query';
import { Listing } from '../_parts/listing';
import { OperatorPage } from '../_parts/operator-page';
import { replayAllAction, replayOneAction } from './actions';
import styles from './page.module.css';

export const metadata: Metadata = { title: 'Events' };

const PATH = '/operator/events';
const SHOWN = [
  ['failed', 'Being retried'],
  ['given-up', 'Failed'],
  ['waiting', 'Waiting'],
  ['handled', 'Handled'],
] as const;
const EMPTY = {
  failed: 'No events are being retried.',
  'given-up': 'No failed events.',
  waiting: 'No events are waiting.',
  handled: 'No events were handled yet.',
} as const;

export default async function OperatorEventsPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requireOperator(PATH);
  const params = await props.searchParams;
  const show = oneOfParam(params, 'show', ['failed', 'given-up', 'waiting', 'handled']);
  const order = oneOfParam(params, 'order', ['desc', 'asc']);
  const page = await listEvents(await getDeps(), {
    filter: show,
    order,
    after: afterParam(params),
  });
  const asked = { show, order };
  const replayed = textParam(params, 'replayed');
  const outcome = oneOfParam(params, 'outcome', ['failed', 'handled', 'not-found']);
  return (
    <OperatorPage title="Events" asOf={page.asOf}>
      <FilterLinks
        label="Show"
        links={SHOWN.map(([value, text]) => ({
          text,
          href: listHref(PATH, { ...asked, show: value }),
          isHere: value === show,
        }))}
      />
      {replayed === '' ? null : <Replayed eventId={replayed} outcome={outcome} />}
      {show === 'given-up' && page.rows.length > 0 ? (
        <div className={styles.replay}>
          <ActionForm
            action={replayAllAction}
            fields={[]}
            submit="Replay all failed events"
            working="Replaying…"
          />
        </div>
      ) : null}
      <Listing
        caption="Events"
        rows={page.rows}
        rowKey={(event) => event.id}
        empty={EMPTY[show]}
        nextHref={page.next === null ? null : listHref(PATH, { ...asked, after: page.next })}
        columns={[
          {
            head: 'Created',
            cell: (event) => formatTime(event.createdAt),
            order,
            sortHref: listHref(PATH, { ...asked, order: order === 'asc' ? 'desc' : 'asc' }),
          },
          { head: 'Event', cell: (event) => <code>{event.id}</code> },
          { head: 'Type', cell: (event) => event.type },
          { head: 'Subscription', cell: (event) => event.subscriptionId ?? event.objectId },
          { head: 'Attempts', numeric: true, cell: (event) => event.attempts },
          { head: 'Status', cell: (event) => stateText(event) },
          { head: 'Last error', cell: (event) => event.lastError ?? '–' },
          {
            head: 'Action',
            cell: (event) => (
              <form action={replayOneAction}>
                <input type="hidden" name="eventId" value={event.id} />
                <input type="hidden" name="show" value={show} />
                <SubmitButton size="small" working="Replaying…">
                  Replay<span className="visually-hidden"> {event.id}</span>
                </SubmitButton>
              </form>
            ),
          },
        ]}
      />
    </OperatorPage>
  );
}

function Replayed({ eventId, outcome }: { eventId: string; outcome: string }) {
  return (
    <div className={styles.replay}>
      {outcome === 'handled' ? (
        <Alert tone="good" title={`${eventId} was handled.`} live />
      ) : outcome === 'failed' ? (
        <Alert tone="bad" title={`${eventId} failed again.`} live>
          See its last error. It is retried for three more days.
        </Alert>
      ) : (
        <Alert tone="bad" title={`Event ${eventId} not found.`} live />
      )}
    </div>
  );
}

function stateText(event: {
  handledAt: Date | null;
  givenUpAt: Date | null;
  nextAttemptAt: Date | null;
}): string {
  if (event.handledAt) return `Handled ${formatTime(event.handledAt)}`;
  if (event.givenUpAt) return `Failed ${formatTime(event.givenUpAt)}`;
  return event.nextAttemptAt ? `Next attempt ${formatTime(event.nextAttemptAt)}` : 'Waiting';
}
