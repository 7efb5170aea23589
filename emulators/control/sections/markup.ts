import { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** A table that scrolls by itself on a narrow screen, or a sentence where there is nothing to show. */
export function table(options: {
  label: string;
  head: readonly string[];
  rows: readonly Markup[];
  empty: string;
}): Markup {
  if (options.rows.length === 0) return html`<p class="soft">${options.empty}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table: ${options.label}"><table>
<thead><tr>${options.head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${options.rows}</tbody></table></div>`;
}

/** Seconds since epoch in UTC, to the minute. */
export function time(seconds: number | null): string {
  return seconds === null ? '–' : isoTime(new Date(seconds * 1000).toISOString());
}

export function isoTime(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

const GOOD = new Set(['active', 'trialing', 'paid', 'complete', 'delivered', 'enabled', 'won']);
const BAD = new Set([
  'past_due',
  'unpaid',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'failed',
  'dropped',
  'suspended',
  'cancelled',
  'uncollectible',
  'lost',
  'needs_response',
  'under_review',
  'warning_needs_response',
  'warning_under_review',
  'fraud_warning',
]);

export function state(name: string): Markup {
  const tone = GOOD.has(name) ? 'good' : BAD.has(name) ? 'bad' : '';
  return html`<span class="tag ${tone}">${name.replaceAll('_', ' ')}</span>`;
}

export function status(code: number | null): Markup {
  const tone = code === null || code >= 400 ? 'bad' : code < 300 ? 'good' : '';
  return html`<span class="tag ${tone}">${code ?? 'no answer'}</span>`;
}
