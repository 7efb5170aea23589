import type { ThinEventRow } from '../state/v2-rows';

/** What is sent: everything but the data, which is fetched. */
export function renderNotification(row: ThinEventRow) {
  return {
    id: row.id,
    object: 'v2.core.event',
    created: new Date(row.createdMs).toISOString(),
    livemode: false,
    reason: row.request && { type: 'request', request: row.request },
    related_object: row.related,
    type: row.type,
  };
}

export function renderThinEvent(row: ThinEventRow) {
  return {
    ...renderNotification(row),
    context: null,
    ...(row.data === null ? {} : { data: row.data }),
  };
}
