import { html } from 'hono/html';
import type { CardForm } from './card-form';
import { type Markup, page } from './layout';

/** The bank's question, as 3-D Secure puts it, with what was typed carried along. */
export function authenticationStep(
  action: string,
  form: CardForm,
  due: { amount: string },
): Markup {
  const hidden = Object.entries(form).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return page({
    title: 'Your bank asks',
    body: html`<main class="wrap"><div class="panel" style="max-width:28rem;margin:0 auto">
<h1>Test bank</h1>
<p class="amount">${due.amount}</p>
<p>Is it you who wants to use the card ending in ${form.number.replaceAll(/\s/g, '').slice(-4)}? This page replaces your bank’s.</p>
<form method="post" action="${action}">
${hidden}
<p><button name="authentication" value="approved">Complete authentication</button></p>
<p><button class="plain" name="authentication" value="failed">Fail authentication</button></p>
</form>
</div></main>`,
  });
}
