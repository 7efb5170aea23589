/** The action that Azure denies to the identity, and the role that grants it; null when the failure was another one. */
export function missingAction(error: unknown): string | null {
  const text = error instanceof Error ? error.message : '';
  const [, action] = /perform action '([^']+)'/.exec(text) ?? [];
  if (!action) return null;
  return (
    `The identity lacks the action ${action} on the API Management service: give it the role Tollgate provisioning ` +
    '(infra/roles), or another one with this action.'
  );
}
