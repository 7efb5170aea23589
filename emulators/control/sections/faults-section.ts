import { html } from 'hono/html';
import type { Controlled } from '../controlled';
import { type Markup, table } from './markup';

const CALLS = [
  ['status-429', 'answer 429'],
  ['status-500', 'answer 500'],
  ['status-503', 'answer 503'],
  ['status-401', 'answer 401'],
  ['status-403', 'answer 403'],
  ['status-404', 'answer 404'],
  ['status-409', 'answer 409'],
  ['status-412', 'answer 412'],
  ['timeout-before', 'never answer, nothing done'],
  ['timeout-after', 'do it, never answer'],
  ['drop-before', 'cut the connection, nothing done'],
  ['drop-after', 'do it, cut the connection'],
] as const;

const WEBHOOKS = [
  ['webhook-duplicate', 'deliver twice'],
  ['webhook-twin', 'two events for one change'],
  ['webhook-delay', 'deliver late'],
  ['webhook-shuffle', 'let later ones overtake'],
  ['webhook-drop', 'never deliver'],
] as const;

export function faultsSection({ world }: Controlled): Markup {
  const { calls, webhooks } = world.faults.state();
  const on = [
    ...calls.map((one) => ({
      id: one.id,
      what: one.kind === 'status' ? `answer ${one.status}` : one.kind,
      where: `${one.listener ?? 'any'} ${one.method ?? ''} ${one.path}`,
      times: one.times,
    })),
    ...webhooks.map((one) => ({
      id: one.id,
      what: `webhook ${one.webhook}`,
      where: one.type,
      times: one.times,
    })),
  ];
  return html`<section id="faults" class="card" aria-labelledby="faults-title">
<h2 id="faults-title">Faults</h2>
<form method="post" action="/_control/do/fault" class="fields">
<div class="few"><label for="fault-times">Next</label><input id="fault-times" name="times" type="number" min="1" value="1" required></div>
<div><label for="fault-listener">calls to</label><select id="fault-listener" name="listener"><option value="">any</option><option selected>stripe</option><option>arm</option><option>gateway</option><option>portal</option></select></div>
<div><label for="fault-method">Method</label><select id="fault-method" name="method"><option value="">any</option><option>GET</option><option>POST</option><option>PUT</option><option>PATCH</option><option>DELETE</option></select></div>
<div class="grow"><label for="fault-path">Path (* for anything)</label><input id="fault-path" name="path" value="*" required></div>
<div><label for="fault-what">will</label><select id="fault-what" name="what">${CALLS.map(([value, label]) => html`<option value="${value}">${label}</option>`)}</select></div>
<div class="few"><label for="fault-retry">Retry-After (s)</label><input id="fault-retry" name="retry" type="number" min="0"></div>
<button>Switch on</button>
</form>
<form method="post" action="/_control/do/fault" class="fields">
<div class="few"><label for="hook-times">Next</label><input id="hook-times" name="times" type="number" min="1" value="1" required></div>
<div class="grow"><label for="hook-type">webhooks of type (* for anything)</label><input id="hook-type" name="path" value="*" required></div>
<div><label for="hook-what">will</label><select id="hook-what" name="what">${WEBHOOKS.map(([value, label]) => html`<option value="${value}">${label}</option>`)}</select></div>
<div class="few"><label for="hook-delay">Late by (s)</label><input id="hook-delay" name="delay" type="number" min="1" value="600"></div>
<button>Switch on</button>
</form>
${on.length > 1 ? html`<form method="post" action="/_control/do/fault/remove" class="fields"><button class="danger" name="id" value="*">Switch all off</button></form>` : ''}
${table({
  label: 'Faults that are switched on',
  head: ['Fault', 'Where', 'Left', 'Action'],
  empty: 'None is switched on.',
  rows: on.map(
    (one) =>
      html`<tr><td>${one.what}</td><td><code>${one.where}</code></td><td class="num">${one.times}</td><td><form method="post" action="/_control/do/fault/remove"><button class="plain" name="id" value="${one.id}">Remove</button></form></td></tr>`,
  ),
})}
</section>`;
}
