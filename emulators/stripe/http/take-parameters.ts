import { Ajv, type ValidateFunction } from 'ajv';
import { requestSchema } from '../schemas/request-schema';
import type { Requests } from '../schemas/requests';
import type { FormObject } from '../wire/form';
import { coerced } from './coerced';
import { type Masked, masked } from './masked';
import { refusal } from './refusal';

const ajv = new Ajv({
  allErrors: true,
  verbose: true,
  strict: false,
  validateSchema: false,
  addUsedSchema: false,
});
ajv.addKeyword({
  keyword: 'emulated',
  validate: (known: readonly unknown[], given: unknown) => known.includes(given),
});

/** Turns a form into the parameters of a route, or throws what Stripe would answer to the first that is wrong. */
export function parametersOf(route: keyof Requests, mask: object): (raw: FormObject) => unknown {
  // Made at the first request: a start needs none of it.
  let made: { schema: Masked; validate: ValidateFunction } | undefined;
  return (raw) => {
    if (!made) {
      const schema = masked(requestSchema(route), mask, route);
      made = { schema, validate: ajv.compile(schema) };
    }
    const params = coerced(made.schema, raw);
    if (!made.validate(params)) throw refusal(made.validate.errors ?? [], params);
    return params;
  };
}
