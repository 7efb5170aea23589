import { html } from 'hono/html';
import { passesLuhn } from '../billing/cards';
import type { Markup } from './layout';

/** What was typed into the card fields. */
export interface CardForm {
  readonly number: string;
  readonly expiry: string;
  readonly cvc: string;
  readonly name: string;
  readonly email: string;
}
export type CardErrors = Partial<Record<keyof CardForm, string>>;

export const EMPTY_CARD: CardForm = { number: '', expiry: '', cvc: '', name: '', email: '' };

export interface ReadCard {
  readonly number: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly name: string;
  readonly email: string;
}

export function formOf(fields: Readonly<Record<string, unknown>>): CardForm {
  const read = (name: string) => (typeof fields[name] === 'string' ? fields[name].trim() : '');
  return {
    number: read('number'),
    expiry: read('expiry'),
    cvc: read('cvc'),
    name: read('name'),
    email: read('email'),
  };
}

/** Checks what a form can check by itself, in words for the person at it. */
export function readCard(
  form: CardForm,
  how: { nowSeconds: number; needsEmail: boolean },
): { kind: 'ok'; card: ReadCard } | { kind: 'invalid'; errors: CardErrors } {
  const errors: CardErrors = {};
  const number = form.number.replaceAll(/[\s-]/g, '');
  if (number === '') errors.number = 'Enter the card number.';
  else if (!passesLuhn(number))
    errors.number = 'This card number is not valid. Check it for a typing error.';
  const expiry = readExpiry(form.expiry);
  if (!expiry) errors.expiry = 'Enter the month and year as on the card, for example 12 / 34.';
  else if (Date.UTC(expiry.year, expiry.month, 1) / 1000 <= how.nowSeconds)
    errors.expiry = 'This card has expired.';
  const digits = /^3[47]/.test(number) ? 4 : 3;
  if (!new RegExp(`^\\d{${digits}}$`).test(form.cvc))
    errors.cvc = `Enter the ${digits} digits of the security code.`;
  if (form.name === '') errors.name = 'Enter the name on the card.';
  if (how.needsEmail && !/^\S+@\S+\.\S+$/.test(form.email))
    errors.email = 'Enter an e-mail address.';
  if (!expiry || Object.keys(errors).length > 0) return { kind: 'invalid', errors };
  return {
    kind: 'ok',
    card: {
      number,
      expMonth: expiry.month,
      expYear: expiry.year,
      name: form.name,
      email: form.email,
    },
  };
}

function readExpiry(text: string): { month: number; year: number } | undefined {
  const [, month = '', year = ''] = /^(\d{1,2})\s*[/-]?\s*(\d{2}|\d{4})$/.exec(text) ?? [];
  const number = Number(month);
  if (number < 1 || number > 12 || year === '') return undefined;
  return { month: number, year: year.length === 2 ? 2000 + Number(year) : Number(year) };
}

export function cardFields(form: CardForm, errors: CardErrors, withEmail: boolean): Markup {
  return html`
${withEmail ? field({ name: 'email', label: 'Email', form, errors, type: 'email', autocomplete: 'email' }) : ''}
${field({ name: 'number', label: 'Card number', form, errors, autocomplete: 'cc-number', inputmode: 'numeric', placeholder: '4242 4242 4242 4242' })}
<div class="pair">
${field({ name: 'expiry', label: 'Expiry', form, errors, autocomplete: 'cc-exp', inputmode: 'numeric', placeholder: 'MM / YY' })}
${field({ name: 'cvc', label: 'CVC', form, errors, autocomplete: 'cc-csc', inputmode: 'numeric', placeholder: '123' })}
</div>
${field({ name: 'name', label: 'Name on card', form, errors, autocomplete: 'cc-name' })}`;
}

function field(options: {
  name: keyof CardForm;
  label: string;
  form: CardForm;
  errors: CardErrors;
  autocomplete: string;
  type?: string;
  inputmode?: string;
  placeholder?: string;
}): Markup {
  const { name, errors } = options;
  const error = errors[name];
  const about = error === undefined ? '' : `${name}-error`;
  return html`<div class="field">
<label for="${name}">${options.label}</label>
<input id="${name}" name="${name}" type="${options.type ?? 'text'}" value="${options.form[name]}" autocomplete="${options.autocomplete}" inputmode="${options.inputmode ?? 'text'}" placeholder="${options.placeholder ?? ''}" aria-invalid="${error !== undefined}" aria-describedby="${about}" required>
${error === undefined ? '' : html`<p class="error" id="${about}">${error}</p>`}
</div>`;
}

export function testCards(): Markup {
  return html`<details>
<summary>Test cards</summary>
<dl>
<dt>4242 4242 4242 4242</dt><dd>is paid</dd>
<dt>4000 0000 0000 0002</dt><dd>is declined</dd>
<dt>4000 0000 0000 9995</dt><dd>has insufficient funds</dd>
<dt>4000 0000 0000 0341</dt><dd>can be saved, declines when it is charged</dd>
<dt>4000 0025 0000 3155</dt><dd>asks its bank first</dd>
</dl>
<p class="small soft">Any expiry in the future, any CVC, any name.</p>
</details>`;
}
