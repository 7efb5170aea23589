import { z } from 'zod';
import { USER_STATES } from '../state/rows';

const identity = z.strictObject({ provider: z.string(), id: z.string() });
const email = z.email().max(254);
const name = z.string().min(1).max(100);

/** PUT. A password is kept as a hash, for signing in to the portal's data API. */
export const userCreateSchema = z.strictObject({
  email,
  firstName: name,
  lastName: name,
  state: z.enum(USER_STATES).default('active'),
  note: z.string().nullish(),
  identities: z.array(identity).nullish(),
  password: z.string().nullish(),
  appType: z.enum(['portal', 'developerPortal']).nullish(),
  confirmation: z.enum(['signup', 'invite']).nullish(),
});
export type UserCreate = z.output<typeof userCreateSchema>;

export const userUpdateSchema = z.strictObject({
  email: email.optional(),
  firstName: name.optional(),
  lastName: name.optional(),
  state: z.enum(USER_STATES).optional(),
  note: z.string().nullish(),
  identities: z.array(identity).optional(),
  password: z.string().nullish(),
});
export type UserUpdate = z.output<typeof userUpdateSchema>;
