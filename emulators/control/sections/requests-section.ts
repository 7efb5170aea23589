import { html } from 'hono/html';
import type { Controlled } from '../controlled';
import { isoTime, type Markup, status, table } from './markup';

export function requestsSection({ world }: Controlled): Markup {
  return html`<section id="requests" class="card" aria-labelledby="requests-title">
<h2 id="requests-title">Recent API requests</h2>
${table({
  label: 'Recent API requests',
  head: ['Time', 'To', 'Request', 'Answer', 'ms'],
  empty: 'None yet.',
  rows: world.journal
    .recent(40)
    .map(
      (one) =>
        html`<tr><td class="nowrap">${isoTime(one.at)}</td><td>${one.listener}</td><td class="path"><strong>${one.method}</strong> <code>${shortPath(one.path)}</code>${one.note === null ? '' : html`<br><span class="soft small">${one.note}</span>`}</td><td>${status(one.status)}</td><td class="num">${one.durationMs}</td></tr>`,
    ),
})}
</section>`;
}

/** ARM's addresses begin with a line of what is the same in all of them. */
function shortPath(path: string): string {
  return path.replace(/^\/subscriptions\/.+?\/service\/[^/]+/, '…');
}
