import { html } from 'hono/html';
import type { Controlled } from '../controlled';
import type { Markup } from './markup';

export function settingsSection({ stripe, gateway }: Controlled): Markup {
  const { settings } = stripe.account;
  const azure = gateway.settings();
  return html`<section id="settings" class="card" aria-labelledby="settings-title">
<h2 id="settings-title">Settings</h2>
<h3>Stripe account</h3>
<form method="post" action="/_control/do/settings" class="fields">
<div><label for="set-days">Days between retries of a failed payment</label><input id="set-days" name="retryDays" value="${settings.retryDays.join(', ')}"></div>
<div><label for="set-after">When all have failed</label><select id="set-after" name="afterRetries"><option value="unpaid" ${settings.afterRetries === 'unpaid' ? 'selected' : ''}>mark as unpaid</option><option value="cancel" ${settings.afterRetries === 'cancel' ? 'selected' : ''}>cancel the subscription</option></select></div>
<div><label for="set-lag">Meter lag (s)</label><input id="set-lag" name="meterLagSeconds" type="number" min="0" value="${settings.meterLagSeconds}" required></div>
<div><label for="set-checks">Meter events are checked</label><select id="set-checks" name="meterEventChecks">${['at-once', 'later'].map((name) => html`<option value="${name}" ${settings.meterEventChecks === name ? 'selected' : ''}>${name.replace('-', ' ')}</option>`)}</select></div>
<div><label for="set-grace">A renewal stays a draft for (s)</label><input id="set-grace" name="renewalGraceSeconds" type="number" min="0" max="259200" value="${settings.renewalGraceSeconds}" required></div>
<div><label for="set-upcoming">Renewals are announced (days ahead)</label><input id="set-upcoming" name="upcomingDays" type="number" min="0" max="30" value="${settings.upcomingDays}" required></div>
<div><label for="set-latency">Every answer takes (ms)</label><input id="set-latency" name="latencyMs" type="number" min="0" value="${settings.latencyMs}" required></div>
<div><label for="set-limits">Stripe's own limits</label><select id="set-limits" name="limits">${['off', 'test', 'live'].map((name) => html`<option ${settings.limits === name ? 'selected' : ''}>${name}</option>`)}</select></div>
<button>Save</button>
</form>
<h3>Azure</h3>
<form method="post" action="/_control/do/settings/azure" class="fields">
<div><label for="set-report-lag">Reports are late by (s)</label><input id="set-report-lag" name="reportLagSeconds" type="number" min="0" value="${azure.reportLagSeconds ?? 0}" required></div>
<div><label for="set-throttle">Azure's own limits</label><select id="set-throttle" name="throttle">${onOff(azure.throttle)}</select></div>
<div><label for="set-polls">Polls until a user is deleted</label><input id="set-polls" name="pendingPolls" type="number" min="0" value="${azure.pendingPolls ?? 1}" required></div>
<div><label for="set-partial">Log queries cut short</label><select id="set-partial" name="partialLogs">${onOff(azure.partialLogs)}</select></div>
<button>Save</button>
</form>
<h3>Developer portal</h3>
<form method="post" action="/_control/do/settings/portal" class="checks">
<fieldset><legend>Delegated to another site</legend>${checks(DELEGATED, azure)}</fieldset>
<fieldset><legend>Deviations of real portals in delegated calls</legend>${checks(DEVIATIONS, azure)}</fieldset>
<button>Save</button>
</form>
</section>`;
}

export const DELEGATED = [
  ['delegateRegistration', 'signing in and up, the profile'],
  ['delegateSubscriptions', 'subscribing and unsubscribing'],
] as const;

export const DEVIATIONS = [
  ['changeProfileSignsSaltOnly', 'ChangeProfile is signed without its user'],
  ['subscribeSignsUserFirst', 'Subscribe signs the user before the product'],
  ['unsubscribeNamesNoUser', 'Unsubscribe names no user'],
  ['renewIsRenewSubscription', 'Renew is called RenewSubscription'],
  ['returnUrlIsAlwaysRoot', 'returnUrl is / whatever page one came from'],
  ['lowerCaseEscapes', 'escapes in lower case, as .NET writes them: %3d'],
  ['plusForSpace', 'a space is sent as +'],
  ['plusNotEscaped', '+ of salt and signature is not escaped and arrives as a space'],
] as const;

type Settings = Readonly<Record<string, number | boolean>>;

function checks(list: readonly (readonly [string, string])[], settings: Settings): Markup {
  return html`${list.map(
    ([name, text]) =>
      html`<label><input type="checkbox" name="${name}" ${settings[name] === true ? 'checked' : ''}> ${text}</label>`,
  )}`;
}

function onOff(on: number | boolean | undefined): Markup {
  return html`<option value="false">off</option><option value="true" ${on === true ? 'selected' : ''}>on</option>`;
}
