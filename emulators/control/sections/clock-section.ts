import { html } from 'hono/html';
import type { Controlled } from '../controlled';
import { isoTime, type Markup, status } from './markup';

const STEPS = [
  ['PT1H', '+1 hour'],
  ['P1D', '+1 day'],
  ['P1W', '+1 week'],
  ['P1M', '+1 month'],
] as const;

export function clockSection({ world, stripe }: Controlled): Markup {
  const now = world.clock.now();
  const next = stripe.nextDue();
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' }).format(now);
  return html`<section id="clock" class="card clock" aria-labelledby="clock-title">
<div class="row">
<div><h2 id="clock-title">Clock</h2>
<p class="now"><time datetime="${now.toISOString()}">${now.toISOString().slice(11, 19)}</time> <span>UTC</span></p>
<p class="soft">${day} · ${world.clock.mode === 'run' ? 'runs with real time' : 'stopped until moved'}${next === undefined ? '' : html`<br>Next thing due: ${isoTime(new Date(next).toISOString())}`}</p></div>
<div class="buttons">
${STEPS.map(([advance, label]) => html`<form method="post" action="/_control/do/clock"><button name="advance" value="${advance}">${label}</button></form>`)}
<form method="post" action="/_control/do/clock" class="inline"><label for="clock-to">To (UTC)</label><input id="clock-to" type="datetime-local" name="to" value="${now.toISOString().slice(0, 16)}" required><button class="plain">Go</button></form>
</div></div>
${world.jobs.list.length === 0 ? '' : html`<div class="jobs"><h3>Jobs</h3>${world.jobs.list.map((job) => jobForm(world.jobs.lastRun(job.id), job))}</div>`}
</section>`;
}

function jobForm(
  last: { at: string; status: number | null } | undefined,
  job: { id: string; title: string; everySeconds?: number | undefined },
): Markup {
  const every =
    job.everySeconds === undefined
      ? ''
      : `every ${job.everySeconds / 3600} h while time is advanced`;
  return html`<form method="post" action="/_control/do/job" class="row"><button class="plain" name="id" value="${job.id}">Run ${job.title}</button>
<span class="soft small">${every}${last ? html` · last ${isoTime(last.at)} ${status(last.status)}` : ''}</span></form>`;
}
