import { wellFormed } from '@/lib/kit/plain-text';

/** A text field of a form; a missing one and an uploaded file count as empty. What no database keeps is made visible. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? wellFormed(value) : '';
}
