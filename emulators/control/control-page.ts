import { html, raw } from 'hono/html';
import { CONTROL_CSS } from './control-style';
import type { Controlled } from './controlled';
import type { Message } from './notice';
import { clockSection } from './sections/clock-section';
import { customersSection } from './sections/customers-section';
import { eventsSection } from './sections/events-section';
import { faultsSection } from './sections/faults-section';
import { invoicesSection } from './sections/invoices-section';
import type { Markup } from './sections/markup';
import { paymentsSection } from './sections/payments-section';
import { requestsSection } from './sections/requests-section';
import { settingsSection } from './sections/settings-section';
import { trafficSection } from './sections/traffic-section';

const SECTIONS = [
  ['traffic', 'Traffic'],
  ['customers', 'Customers'],
  ['payments', 'Payments'],
  ['invoices', 'Invoices'],
  ['events', 'Events'],
  ['requests', 'Requests'],
  ['faults', 'Faults'],
  ['settings', 'Settings'],
] as const;

/** Beside the section whose button was pressed, and under the focus, so that it is seen and read out. */
function answerOf({ state, text }: Message, { world }: Controlled): Markup {
  const isBad = state === 'failed';
  const clock =
    state === 'working'
      ? ` It is ${world.clock.now().toISOString().slice(0, 16).replace('T', ' ')} UTC so far.`
      : '';
  return html`<p id="answer" class="${isBad ? 'message bad' : 'message'}" role="${isBad ? 'alert' : 'status'}" tabindex="-1" autofocus>${text}${clock}</p>
`;
}

/** The whole world on one page. No script: reload to see what has happened since. */
export function controlPage(controlled: Controlled, message: Message | undefined): Markup {
  const answer = (section: string) =>
    message?.section === section ? answerOf(message, controlled) : '';
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${message?.state === 'working' ? raw('<meta http-equiv="refresh" content="2;url=/_control#answer">') : ''}
<title>Emulator control</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%23444'/%3E%3Cpath d='M4 5h8M4 8h8M4 11h8' stroke='%23fff' stroke-width='1.4'/%3E%3C/svg%3E">
<style>${raw(CONTROL_CSS)}</style>
</head>
<body>
<header>
<div class="bar"><h1 class="brand"><a href="/_control">Emulator control</a></h1>
<nav aria-label="Sections">${SECTIONS.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav></div>
</header>
<main>
${answer('clock')}${clockSection(controlled)}
${answer('traffic')}${trafficSection(controlled)}
${answer('customers')}${customersSection(controlled)}
${answer('payments')}${paymentsSection(controlled)}
${answer('invoices')}${invoicesSection(controlled)}
${answer('events')}${eventsSection(controlled)}
${requestsSection(controlled)}
${answer('faults')}${faultsSection(controlled)}
${answer('settings')}${settingsSection(controlled)}
</main>
</body>
</html>`;
}
