export type ActorRole = 'you' | 'operator' | 'system' | 'stripe';

/**
 * Who did something to this person's account or subscriptions, as shown to them. Operators are in the log by their own
 * user id, which the consumer must not see; only an operator can act on another user's records.
 */
export function actorRole(actor: string, userId: string): ActorRole {
  if (actor === userId) return 'you';
  return actor === 'system' || actor === 'stripe' ? actor : 'operator';
}
