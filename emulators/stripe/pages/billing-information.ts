import { html } from 'hono/html';
import type { PortalConfigurationRow } from '../state/portal-rows';
import type { Address, CustomerRow } from '../state/rows';
import type { Markup } from './layout';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly autocomplete: string;
  /** What has to be allowed for it to be changed. */
  readonly update: 'name' | 'email' | 'phone' | 'address';
  readonly max: number;
}

const FIELDS: readonly Field[] = [
  { name: 'name', label: 'Name', autocomplete: 'name', update: 'name', max: 256 },
  { name: 'email', label: 'Email', autocomplete: 'email', update: 'email', max: 512 },
  { name: 'phone', label: 'Phone', autocomplete: 'tel', update: 'phone', max: 20 },
  ...(
    [
      ['line1', 'Address', 'address-line1'],
      ['line2', 'Address, second line', 'address-line2'],
      ['postal_code', 'Postal code', 'postal-code'],
      ['city', 'City', 'address-level2'],
      ['state', 'State or province', 'address-level1'],
      ['country', 'Country (two letters)', 'country'],
    ] as const
  ).map(([name, label, autocomplete]) => ({
    name,
    label,
    autocomplete,
    update: 'address' as const,
    max: 200,
  })),
];

/** The form in which customers change what their invoices say of them, as far as they may. */
export function billingInformation(
  key: string,
  configuration: PortalConfigurationRow,
  customer: CustomerRow,
): Markup | '' {
  const fields = fieldsOf(configuration);
  if (fields.length === 0) return '';
  const { address } = customer;
  const lines = [
    customer.name,
    customer.email,
    customer.phone,
    address?.line1,
    address?.line2,
    [address?.postal_code, address?.city, address?.state, address?.country]
      .filter(Boolean)
      .join(' '),
  ].filter(Boolean);
  return html`<section class="panel"><h2>Billing information</h2>
<p>${lines.length === 0 ? 'There is none yet.' : lines.map((line) => html`${line}<br>`)}</p>
<details><summary>Change the billing information</summary>
<form method="post" action="/p/session/${key}/information" style="margin-top:1rem;max-width:27rem">
${fields.map(({ name, label, autocomplete, max }) => html`<div class="field"><label for="info-${name}">${label}</label><input id="info-${name}" name="${name}" value="${kept(customer, name)}" autocomplete="${autocomplete}" maxlength="${max}"></div>`)}
<button>Save</button>
</form></details></section>`;
}

/** The customer with what was typed; a text that says what is wrong with it. */
export function changedInformation(
  configuration: PortalConfigurationRow,
  customer: CustomerRow,
  typed: Readonly<Record<string, unknown>>,
): CustomerRow | string {
  const read = (name: string) =>
    (typeof typed[name] === 'string' ? typed[name].trim() : '') || null;
  const may = new Set(fieldsOf(configuration).map(({ update }) => update));
  const email = may.has('email') ? read('email') : customer.email;
  if (email !== customer.email && !/^\S+@\S+\.\S+$/.test(email ?? ''))
    return 'Enter an e-mail address.';
  const address: Address = {
    line1: read('line1'),
    line2: read('line2'),
    postal_code: read('postal_code'),
    city: read('city'),
    state: read('state'),
    country: read('country')?.toUpperCase() ?? null,
  };
  if (address.country !== null && !/^[A-Z]{2}$/.test(address.country))
    return 'The country is two letters, for example US or DE.';
  const isEmpty = Object.values(address).every((one) => one === null);
  return {
    ...customer,
    email,
    name: may.has('name') ? read('name') : customer.name,
    phone: may.has('phone') ? read('phone') : customer.phone,
    address: may.has('address') ? (isEmpty ? null : address) : customer.address,
  };
}

function fieldsOf({ customerUpdate }: PortalConfigurationRow): readonly Field[] {
  if (!customerUpdate.enabled) return [];
  return FIELDS.filter(({ update }) => customerUpdate.allowed.includes(update));
}

function kept(customer: CustomerRow, name: string): string {
  const known: Readonly<Record<string, string | null>> = {
    ...customer.address,
    name: customer.name,
    email: customer.email,
    phone: customer.phone,
  };
  return known[name] ?? '';
}
