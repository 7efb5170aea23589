import type { FormField } from '../../../_ui/action-form';

/** The password once more, for who has one; others are asked for a fresh sign-in instead. */
export function ownerFields(hasPassword: boolean, name = 'current'): FormField[] {
  if (!hasPassword) return [];
  return [
    {
      name,
      label: 'Current password',
      type: 'password',
      autoComplete: 'current-password',
      required: true,
    },
  ];
}
