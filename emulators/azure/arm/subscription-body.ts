import { z } from 'zod';
import { SUBSCRIPTION_STATES } from '../state/rows';

const key = z.string().min(1).max(256);
const displayName = z.string().min(1).max(100);

export const subscriptionCreateSchema = z.strictObject({
  ownerId: z.string().nullish(),
  scope: z.string().min(1),
  displayName,
  primaryKey: key.nullish(),
  secondaryKey: key.nullish(),
  state: z.enum(SUBSCRIPTION_STATES).nullish(),
  allowTracing: z.boolean().nullish(),
});
export type SubscriptionCreate = z.output<typeof subscriptionCreateSchema>;

export const subscriptionUpdateSchema = z.strictObject({
  ownerId: z.string().optional(),
  scope: z.string().min(1).optional(),
  expirationDate: z.iso.datetime({ offset: true }).nullish(),
  displayName: displayName.optional(),
  primaryKey: key.optional(),
  secondaryKey: key.optional(),
  state: z.enum(SUBSCRIPTION_STATES).optional(),
  stateComment: z.string().nullish(),
  allowTracing: z.boolean().optional(),
});
export type SubscriptionUpdate = z.output<typeof subscriptionUpdateSchema>;
