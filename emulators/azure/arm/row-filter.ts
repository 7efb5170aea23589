import type { Context } from 'hono';
import { validationError } from './arm-error';
import {
  type Filter,
  type FilterFunction,
  OPERATORS,
  type Operator,
  parseFilter,
} from './odata-filter';

/** What a collection can be filtered by. */
export interface FilterField<R> {
  readonly value: (row: R) => string | null;
  /** Operators and functions that are allowed; "all" = every one. */
  readonly allows: 'all' | readonly Operator[];
  readonly type?: 'text' | 'instant';
}
export type FilterFields<R> = Readonly<Record<string, FilterField<R>>>;

/** The rows that `$filter` asks for. Text is compared without regard to case, as SQL Server does. */
export function filterRows<R>(c: Context, rows: Iterable<R>, fields: FilterFields<R>): R[] {
  const text = c.req.query('$filter');
  if (text === undefined || text.trim() === '') return [...rows];
  const test = compile(parseFilter(text), fields);
  const found: R[] = [];
  for (const row of rows) if (test(row)) found.push(row);
  return found;
}

/** The value in a filter that is nothing but `field eq 'value'`: an index can answer that. */
export function soleEquality(c: Context, field: string): string | null {
  const text = c.req.query('$filter');
  if (text === undefined || text.trim() === '') return null;
  const filter = parseFilter(text);
  const isSole = filter.kind === 'compare' && filter.operator === 'eq' && filter.field === field;
  return isSole ? filter.value : null;
}

function compile<R>(filter: Filter, fields: FilterFields<R>): (row: R) => boolean {
  if (filter.kind === 'join') {
    const left = compile(filter.left, fields);
    const right = compile(filter.right, fields);
    return filter.word === 'and'
      ? (row) => left(row) && right(row)
      : (row) => left(row) || right(row);
  }
  const name = Object.keys(fields).find((one) => one.toLowerCase() === filter.field.toLowerCase());
  const field = name === undefined ? undefined : fields[name];
  if (!field) throw validationError(`Filtering by '${filter.field}' is not supported.`);
  if (filter.kind === 'call') return compileCall(filter.name, filter, field);
  return compileCompare(filter.operator, filter, field);
}

function compileCall<R>(
  name: FilterFunction,
  filter: { field: string; value: string },
  field: FilterField<R>,
): (row: R) => boolean {
  if (field.allows !== 'all') {
    throw validationError(`Function '${name}' is not supported for '${filter.field}'.`);
  }
  const wanted = filter.value.toLowerCase();
  return (row) => {
    const value = field.value(row)?.toLowerCase() ?? '';
    if (name === 'startswith') return value.startsWith(wanted);
    if (name === 'endswith') return value.endsWith(wanted);
    return value.includes(wanted);
  };
}

function compileCompare<R>(
  operator: Operator,
  filter: { field: string; value: string },
  field: FilterField<R>,
): (row: R) => boolean {
  const allowed: readonly Operator[] = field.allows === 'all' ? OPERATORS : field.allows;
  if (!allowed.includes(operator)) {
    throw validationError(`Operator '${operator}' is not supported for '${filter.field}'.`);
  }
  const key = (text: string) => (field.type === 'instant' ? Date.parse(text) : text.toLowerCase());
  const wanted = key(filter.value);
  if (Number.isNaN(wanted)) throw validationError(`'${filter.value}' is not a time.`);
  return (row) => {
    const value = field.value(row);
    if (value === null) return operator === 'ne';
    return compare(key(value), operator, wanted);
  };
}

function compare(value: string | number, operator: Operator, wanted: string | number): boolean {
  switch (operator) {
    case 'eq':
      return value === wanted;
    case 'ne':
      return value !== wanted;
    case 'gt':
      return value > wanted;
    case 'ge':
      return value >= wanted;
    case 'lt':
      return value < wanted;
    case 'le':
      return value <= wanted;
    default:
      return operator satisfies never;
  }
}
