import { invalid } from './stripe-error';

export type FormValue = string | FormObject;
export interface FormObject {
  [name: string]: FormValue;
}

/** Decodes `a[b][0][c]=v&d[]=w` as Stripe does: brackets nest, `[]` counts. What is a list, the schema knows. */
export function decodeForm(text: string): FormObject {
  const root: FormObject = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) put(root, pathOf(name), value);
  return root;
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0) return [name];
  const rest = name.slice(open);
  if (!/^(\[[^[\]]*\])+$/.test(rest)) throw invalid(`Invalid parameter name: ${name}`, name);
  return [name.slice(0, open), ...rest.slice(1, -1).split('][')];
}

function put(root: FormObject, path: string[], value: string): void {
  let at = root;
  path.forEach((part, index) => {
    const name = part === '' ? `${Object.keys(at).length}` : part;
    if (index === path.length - 1) {
      at[name] = value;
      return;
    }
    const next = at[name];
    if (typeof next === 'object') {
      at = next;
      return;
    }
    const made: FormObject = Object.create(null);
    at[name] = made;
    at = made;
  });
}
