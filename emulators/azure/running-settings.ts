import { z } from 'zod';
import type { Service } from './service';

const delegationSchema = z.looseObject({
  delegateRegistration: z.boolean().optional(),
  delegateSubscriptions: z.boolean().optional(),
});

/** The switches, and what the portal delegates: the same as in ARM's portalsettings/delegation. */
export function runningSettings({
  switches,
  state,
}: Service): Readonly<Record<string, number | boolean>> {
  const { userRegistration, subscriptions } = state.portal.delegation;
  return {
    ...switches.view(),
    delegateRegistration: userRegistration,
    delegateSubscriptions: subscriptions,
  };
}

/** Throws a ZodError for what is no setting; nothing is changed then. */
export function changeRunningSettings({ switches, state, world }: Service, change: unknown): void {
  const { delegateRegistration, delegateSubscriptions, ...rest } = delegationSchema.parse(change);
  switches.change(rest);
  const { delegation } = state.portal;
  state.portal = {
    ...state.portal,
    revision: state.nextRevision(),
    delegation: {
      ...delegation,
      userRegistration: delegateRegistration ?? delegation.userRegistration,
      subscriptions: delegateSubscriptions ?? delegation.subscriptions,
    },
  };
  world.touch();
}
