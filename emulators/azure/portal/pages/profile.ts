import { html } from 'hono/html';
import type { UserRow } from '../../state/rows';
import { type Markup, portalPage, type Reader } from '../portal-layout';
import { ownProfileForms } from './account-forms';

export function profilePage(
  reader: Reader,
  user: UserRow,
  options: { isDelegated: boolean; note?: string; problem?: string },
): Markup {
  return portalPage(reader, {
    title: 'Profile',
    body: html`<h1>Profile</h1>
${options.note === undefined ? '' : html`<p class="note" role="status">${options.note}</p>`}${options.problem === undefined ? '' : html`<p class="note" role="alert">${options.problem}</p>`}
<section class="card"><h2>Account</h2>
<dl><dt>Name</dt><dd>${user.firstName} ${user.lastName}</dd>
<dt>Email</dt><dd>${user.email}</dd>
<dt>Signed up</dt><dd>${new Date(user.registeredMs).toISOString().slice(0, 10)}</dd>
<dt>User id</dt><dd><code>${user.id}</code></dd></dl>
${options.isDelegated ? delegatedLinks() : ''}</section>
${options.isDelegated ? '' : ownProfileForms(user)}`,
  });
}

function delegatedLinks(): Markup {
  return html`<div class="actions">
<a class="button plain" href="/delegation-changeProfile">Change profile</a>
<a class="button plain" href="/change-password">Change password</a>
<a class="button danger" href="/delegation-closeAccount">Close account</a>
</div>`;
}
