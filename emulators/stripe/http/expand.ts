import { renderPayments } from '../objects/invoice-payment';
import { inCurrency, renderCurrencyOptions, renderTiers } from '../objects/price';
import { renderRefund } from '../objects/refund';
import { renderLineItems } from '../objects/session';
import { renderSubscription } from '../objects/subscription';
import type { Account } from '../state/account';
import { wholeList } from '../wire/list';
import { invalid } from '../wire/stripe-error';
import { gone, isExpandable, named } from './expandable';

type Fields = Record<string, unknown>;

const DEEPEST = 4;

/** Replaces ids by what they name, along paths such as `latest_invoice.customer` or `data.items.data.price.product`. */
export function expandAll(account: Account, object: object, paths: readonly string[]): object {
  if (paths.length === 0) return object;
  const copy = structuredClone(object) as Fields;
  for (const path of paths) {
    const names = path.split('.');
    if (names.length > DEEPEST) {
      throw invalid(
        `You cannot expand more than ${DEEPEST} levels of a property (${path}).`,
        `expand[]=${path}`,
      );
    }
    expandAt(account, copy, names, path);
  }
  return copy;
}

function expandAt(account: Account, at: unknown, path: readonly string[], whole: string): void {
  if (Array.isArray(at)) {
    for (const one of at) expandAt(account, one, path, whole);
    return;
  }
  const [name, ...rest] = path;
  if (name === undefined || typeof at !== 'object' || at === null) return;
  const fields = at as Fields;
  if (fields.object === 'price' && name === 'currency_options') {
    expandCurrencyOptions(account, fields, rest, whole);
    return;
  }
  const known = name in fields ? fields[name] : addOptional(account, fields, name);
  if (!canExpand(name, known, rest.length === 0)) throw notExpandable(fields, name, whole);
  if (typeof known === 'string') fields[name] = named(account, name, known) ?? gone(name, known);
  if (rest.length > 0) expandAt(account, fields[name], rest, whole);
}

/**
 * An option's tiers are shown for each currency that is named, `currency_options.eur.tiers`. Without one Stripe takes
 * the path and shows none.
 */
function expandCurrencyOptions(
  account: Account,
  fields: Fields,
  [currency, ...rest]: readonly string[],
  whole: string,
): void {
  const price = account.prices.get(String(fields.id));
  if (!price) return;
  fields.currency_options ??= renderCurrencyOptions(price);
  if (currency === undefined || (currency === 'tiers' && rest.length === 0)) return;
  const option = (fields.currency_options as Record<string, Fields>)[currency];
  if (!option || rest.length !== 1 || rest[0] !== 'tiers')
    throw notExpandable(fields, 'currency_options', whole);
  option.tiers = renderTiers(inCurrency(price, currency)) ?? null;
}

/** Ids and what is missing by their name; lists and objects that are there; hashes only on the way. */
function canExpand(name: string, known: unknown, last: boolean): boolean {
  if (known === undefined) return false;
  if (known === null || typeof known === 'string') return isExpandable(name);
  if (typeof known !== 'object') return false;
  return !last || Array.isArray(known) || 'object' in known || isExpandable(name);
}

/** Parts that an object shows only when they are asked for. */
function addOptional(account: Account, fields: Fields, name: string): unknown {
  const id = String(fields.id);
  if (fields.object === 'price' && name === 'tiers') {
    const price = account.prices.get(id);
    fields.tiers = price ? renderTiers(price) : undefined;
    return fields.tiers ?? null;
  }
  if (fields.object === 'checkout.session' && name === 'line_items') {
    const session = account.sessions.get(id);
    fields.line_items = session && renderLineItems(account, session);
  }
  if (fields.object === 'invoice' && name === 'payments')
    fields.payments = renderPayments(account, id);
  if (fields.object === 'invoice' && name === 'confirmation_secret') {
    const [payment] = account.invoicePayments.group(id);
    const secret = account.paymentIntents.get(payment?.paymentIntent ?? '')?.secret;
    fields.confirmation_secret =
      secret === undefined ? null : { client_secret: secret, type: 'payment_intent' };
  }
  if (fields.object === 'charge' && name === 'refunds') {
    const made = account.charges.get(id);
    const refunds = made
      ? account.refunds.group(made.paymentIntent).filter((one) => one.charge === id)
      : [];
    fields.refunds = wholeList(
      refunds.reverse().map((one) => renderRefund(account, one)),
      `/v1/charges/${id}/refunds`,
    );
  }
  if (fields.object === 'customer' && name === 'subscriptions') {
    const data = account.subscriptions.group(id).filter((one) => one.status !== 'canceled');
    fields.subscriptions = {
      object: 'list',
      data: data.reverse().map((one) => renderSubscription(account, one)),
      has_more: false,
      url: `/v1/customers/${id}/subscriptions`,
    };
  }
  return fields[name];
}

function notExpandable(fields: Fields, name: string, whole: string) {
  const hint =
    fields.object === 'list' && name !== 'data'
      ? ` You may want to try expanding 'data.${whole}' instead.`
      : '';
  return invalid(`This property cannot be expanded (${name}).${hint}`, `expand[]=${whole}`);
}
