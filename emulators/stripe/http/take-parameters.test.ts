import { describe, expect, it } from 'vitest';
import { decodeForm } from '../wire/form';
import { StripeError } from '../wire/stripe-error';
import { parametersOf } from './take-parameters';

const price = parametersOf('POST /v1/prices', {
  currency: true,
  lookup_key: { max: 5 },
  metadata: true,
  recurring: { interval: ['month'], interval_count: { min: 1 } },
  tax_behavior: true,
  tiers: { up_to: { min: 1 }, unit_amount_decimal: true },
  unit_amount: { min: 0 },
});
const customer = parametersOf('POST /v1/customers/:id', {
  address: { city: true },
  email: { clearable: true },
  name: true,
});
const list = parametersOf('GET /v1/customers', { created: true, limit: { min: 1, max: 100 } });

function refused(take: (form: ReturnType<typeof decodeForm>) => unknown, form: string) {
  try {
    return take(decodeForm(form));
  } catch (error) {
    if (error instanceof StripeError) return error.body;
    throw error;
  }
}

describe('parameters of a form', () => {
  it('become what the types mean', () => {
    const form =
      'currency=usd&unit_amount=5&metadata[0]=a&tiers[0][up_to]=10&tiers[1][up_to]=inf&tiers[1][unit_amount_decimal]=0.10';
    expect(price(decodeForm(form))).toEqual({
      currency: 'usd',
      unit_amount: 5,
      metadata: { 0: 'a' },
      tiers: [{ up_to: 10 }, { up_to: 'inf', unit_amount_decimal: '0.10' }],
    });
    expect(customer(decodeForm('email=&address='))).toEqual({ email: '', address: '' });
    expect(list(decodeForm('created=5'))).toEqual({ created: 5 });
    expect(list(decodeForm('created[gte]=5'))).toEqual({ created: { gte: 5 } });
  });

  it.each([
    ['currency=usd&nonsense[a]=1', 'parameter_unknown', 'nonsense'],
    ['currency=usd&tiers[0][up_to]=1&tiers[1][x]=1', 'parameter_unknown', 'tiers[1][x]'],
    ['unit_amount=5', 'parameter_missing', 'currency'],
    ['currency=usd&tiers[0][unit_amount_decimal]=1', 'parameter_missing', 'tiers[0][up_to]'],
    ['currency=usd&unit_amount=ten', 'parameter_invalid_integer', 'unit_amount'],
    ['currency=usd&unit_amount=-1', 'parameter_invalid_integer', 'unit_amount'],
    ['currency=usd&unit_amount=', 'parameter_invalid_empty', 'unit_amount'],
    ['currency=', 'parameter_invalid_empty', 'currency'],
    ['currency=usd&tax_behavior=none', undefined, 'tax_behavior'],
    ['currency=usd&tiers[0][up_to]=most', undefined, 'tiers[0][up_to]'],
    ['currency=usd&lookup_key=abcdef', undefined, 'lookup_key'],
    ['currency=usd&recurring=month', undefined, 'recurring'],
    ['currency=usd&tiers=1', undefined, 'tiers'],
    ['currency[a]=usd', undefined, 'currency'],
  ])('%s is refused', (form, code, param) => {
    expect(refused(price, form)).toMatchObject({ type: 'invalid_request_error', param });
    expect(refused(price, form)).toHaveProperty('code', code);
  });

  it('that are one of a few name the few', () => {
    expect(refused(price, 'currency=usd&tax_behavior=none')).toMatchObject({
      message: 'Invalid tax_behavior: must be one of exclusive, inclusive, or unspecified',
    });
  });

  it('that Stripe takes and the emulator does not are refused by name, values too', () => {
    for (const [form, param] of [
      ['currency=usd&product=x', 'product'],
      ['currency=usd&recurring[interval]=month&recurring[meter]=x', 'recurring[meter]'],
      ['currency=usd&recurring[interval]=day', 'recurring[interval]'],
    ] as const) {
      const code = 'parameter_not_emulated';
      expect(refused(price, form)).toMatchObject({ code, param });
    }
  });

  it('say of a union what was meant', () => {
    const message = 'Received unknown parameter: address[town]';
    expect(refused(customer, 'address[town]=x')).toMatchObject({ message });
    expect(refused(customer, 'name=')).toMatchObject({ code: 'parameter_invalid_empty' });
    expect(refused(list, 'created=soon')).toMatchObject({ code: 'parameter_invalid_integer' });
    expect(refused(list, 'limit=101')).toMatchObject({ param: 'limit' });
  });
});
