import { html } from 'hono/html';
import type { Controlled } from '../controlled';
import type { Markup } from './markup';

export function settingsSection({ stripe }: Controlled): Markup {
  const { settings } = stripe.account;
  return html`<section id="settings" class="card" aria-labelledby="settings-title">
<h2 id="settings-title">Stripe account settings</h2>
<form method="post" action="/_control/do/settings" class="fields">
<div><label for="set-days">Days between retries of a failed payment</label><input id="set-days" name="retryDays" value="${settings.retryDays.join(', ')}"></div>
<div><label for="set-after">When all have failed</label><select id="set-after" name="afterRetries"><option value="unpaid" ${settings.afterRetries === 'unpaid' ? 'selected' : ''}>mark as unpaid</option><option value="cancel" ${settings.afterRetries === 'cancel' ? 'selected' : ''}>cancel the subscription</option></select></div>
<div><label for="set-lag">Meter lag (s)</label><input id="set-lag" name="meterLagSeconds" type="number" min="0" value="${settings.meterLagSeconds}" required></div>
<button>Save</button>
</form>
</section>`;
}
