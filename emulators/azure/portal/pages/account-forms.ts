import { html } from 'hono/html';
import { type Markup, portalPage, type Reader } from '../portal-layout';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly value?: string;
}

/** A form with its fields one below another. */
export function accountForm(options: {
  action: string;
  fields: readonly Field[];
  button: string;
  hidden?: Readonly<Record<string, string>>;
}): Markup {
  const { fields, hidden = {} } = options;
  return html`<form class="stack" method="post" action="${options.action}">
${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${fields.map(
  ({
    name,
    label,
    type,
    autocomplete,
    value = '',
  }) => html`<div><label for="f-${name}">${label}</label>
<input id="f-${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}" required${type === 'password' ? html` minlength="8"` : ''} maxlength="254"></div>`,
)}
<div><button>${options.button}</button></div></form>`;
}

const EMAIL: Field = { name: 'email', label: 'Email', type: 'email', autocomplete: 'username' };
const FIRST_NAME: Field = {
  name: 'firstName',
  label: 'First name',
  type: 'text',
  autocomplete: 'given-name',
};
const LAST_NAME: Field = {
  name: 'lastName',
  label: 'Last name',
  type: 'text',
  autocomplete: 'family-name',
};

export function signInPage(
  reader: Reader,
  options: { returnUrl: string; problem?: string },
): Markup {
  const { returnUrl, problem } = options;
  return portalPage(reader, {
    title: 'Sign in',
    body: html`<section class="narrow"><h1>Sign in</h1>${note(problem)}
${accountForm({
  action: '/signin',
  button: 'Sign in',
  hidden: { returnUrl },
  fields: [
    EMAIL,
    { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
  ],
})}
<p class="soft">No account yet? <a href="/signup?returnUrl=${encodeURIComponent(returnUrl)}">Sign up</a></p></section>`,
  });
}

export function signUpPage(
  reader: Reader,
  options: { returnUrl: string; problem?: string },
): Markup {
  const { returnUrl, problem } = options;
  return portalPage(reader, {
    title: 'Sign up',
    body: html`<section class="narrow"><h1>Sign up</h1>${note(problem)}
${accountForm({
  action: '/signup',
  button: 'Sign up',
  hidden: { returnUrl },
  fields: [
    FIRST_NAME,
    LAST_NAME,
    EMAIL,
    { name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password' },
  ],
})}
<p class="soft">No mail is sent: the account works at once. <a href="/signin?returnUrl=${encodeURIComponent(returnUrl)}">Sign in</a> if you have one.</p></section>`,
  });
}

/** What a person changes where nothing is delegated. */
export function ownProfileForms(user: { firstName: string; lastName: string }): Markup {
  return html`<section class="card"><h2>Change profile</h2>
${accountForm({
  action: '/profile',
  button: 'Save',
  fields: [
    { ...FIRST_NAME, value: user.firstName },
    { ...LAST_NAME, value: user.lastName },
  ],
})}</section>
<section class="card"><h2>Change password</h2>
${accountForm({
  action: '/profile/password',
  button: 'Change password',
  fields: [
    { name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password' },
  ],
})}</section>
<section class="card"><h2>Close account</h2><p>Your subscriptions end with it. This can't be undone.</p>
<form method="post" action="/profile/close"><button class="danger">Close account</button></form></section>`;
}

function note(problem: string | undefined): Markup | '' {
  return problem === undefined ? '' : html`<p class="note" role="alert">${problem}</p>`;
}
