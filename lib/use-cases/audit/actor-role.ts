export type ActorRole = 'you' | 'operator' | 'system' | 'stripe';

/**
 * Who did something to this person's account or subscriptions, as they are told. Operators stand in the trail by their
 * own user's id, which is none of the consumer's business; nobody else than an operator can act on another's.
 */
export function actorRole(actor: string, userId: string): ActorRole {
  if (actor === userId) return 'you';
  return actor === 'system' || actor === 'stripe' ? actor : 'operator';
}
