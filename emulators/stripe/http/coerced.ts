import type { FormObject, FormValue } from '../wire/form';
import type { Masked } from './masked';

/** A form carries text; its schema says what was meant. What fits nothing stays as it came and is refused later. */
export function coerced(schema: Masked, given: FormValue): unknown {
  if (schema.anyOf) return coercedToOne(schema.anyOf, given);
  if (typeof given === 'string') return fromText(schema, given);
  if (schema.type === 'array') {
    const list = asList(given);
    return list ? list.map((one) => coerced(schema.items ?? {}, one)) : given;
  }
  if (schema.type !== 'object') return given;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const inner = schema.properties?.[name] ?? schema.additionalProperties;
      return [name, inner ? coerced(inner, value) : value];
    }),
  );
}

function coercedToOne(choices: readonly Masked[], given: FormValue): unknown {
  if (typeof given !== 'string') {
    const list = asList(given) && choices.find((one) => one.type === 'array');
    const object = choices.find((one) => one.type === 'object');
    const choice = list ?? object;
    return choice ? coerced(choice, given) : given;
  }
  if (choices.some((one) => one.enum?.includes(given))) return given;
  const made = choices.map((one) => fromText(one, given));
  return made.find((one) => one !== given) ?? given;
}

function fromText({ type }: Masked, given: string): unknown {
  if (type === 'boolean' && (given === 'true' || given === 'false')) return given === 'true';
  if (type === 'integer' && /^-?\d+$/.test(given)) return Number(given);
  if (type === 'number' && /^-?\d+(\.\d+)?$/.test(given)) return Number(given);
  return given;
}

/** `a[0]=x&a[1]=y`, whatever the numbers are. */
function asList(given: FormObject): FormValue[] | undefined {
  const names = Object.keys(given);
  if (names.length === 0 || !names.every((name) => /^\d+$/.test(name))) return undefined;
  return names.toSorted((a, b) => Number(a) - Number(b)).map((name) => given[name] ?? '');
}
