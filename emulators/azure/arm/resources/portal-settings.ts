import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { resourceId } from '../../service';
import type { PortalSettings } from '../../state/rows';
import { answerJson, answerNothing } from '../arm-answer';
import { checkIfMatch, readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';

const enabled = z.strictObject({ enabled: z.boolean() });
const delegationSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).nullish(),
  validationKey: z.base64().min(4).nullish(),
  subscriptions: enabled.nullish(),
  userRegistration: enabled.nullish(),
});
const signinSchema = z.strictObject({ enabled: z.boolean().optional() });
const signupSchema = z.strictObject({
  enabled: z.boolean().optional(),
  termsOfService: z
    .strictObject({
      text: z.string().nullish(),
      enabled: z.boolean().optional(),
      consentRequired: z.boolean().optional(),
    })
    .optional(),
});

type Name = 'delegation' | 'signin' | 'signup';

/** The portal's settings. Only listSecrets returns the validation key. */
export function portalSettingsRoutes(app: Hono, arm: ArmService): void {
  const { state } = arm;

  app.get('/portalsettings', (c) => {
    const names: Name[] = ['delegation', 'signin', 'signup'];
    return answerJson(c, { value: names.map((name) => render(arm, name)), count: names.length });
  });

  for (const name of ['delegation', 'signin', 'signup'] as const) {
    const path = `/portalsettings/${name}`;
    app.get(path, (c) => answerJson(c, render(arm, name), { row: state.portal }));

    app.put(path, async (c) => {
      checkIfMatch(c, state.portal);
      await change(c, arm, name, NOTHING_SET);
      return answerJson(c, render(arm, name), { row: state.portal });
    });

    app.patch(path, async (c) => {
      checkIfMatch(c, state.portal);
      await change(c, arm, name, state.portal);
      return answerNothing(c, 204);
    });
  }

  app.post('/portalsettings/delegation/listsecrets', (c) =>
    answerJson(c, { validationKey: state.portal.delegation.validationKey }),
  );
}

/** What a PUT starts from: it says everything. A PATCH starts from what is there. */
const NOTHING_SET: Omit<PortalSettings, 'revision'> = {
  delegation: { url: null, validationKey: null, subscriptions: false, userRegistration: false },
  signin: { enabled: false },
  signup: {
    enabled: false,
    termsOfService: { text: null, enabled: false, consentRequired: false },
  },
};

async function change(
  c: Context,
  arm: ArmService,
  name: Name,
  from: Omit<PortalSettings, 'revision'>,
): Promise<void> {
  const { state } = arm;
  const to = await changed(c, name, from);
  state.portal = { ...state.portal, ...to, revision: state.nextRevision() };
}

async function changed(
  c: Context,
  name: Name,
  from: Omit<PortalSettings, 'revision'>,
): Promise<Partial<PortalSettings>> {
  switch (name) {
    case 'delegation': {
      const input = await readProperties(c, delegationSchema);
      const { url, validationKey, subscriptions, userRegistration } = from.delegation;
      return {
        delegation: {
          url: input.url === undefined ? url : input.url,
          validationKey: input.validationKey === undefined ? validationKey : input.validationKey,
          subscriptions: input.subscriptions?.enabled ?? subscriptions,
          userRegistration: input.userRegistration?.enabled ?? userRegistration,
        },
      };
    }
    case 'signin': {
      const input = await readProperties(c, signinSchema);
      return { signin: { enabled: input.enabled ?? from.signin.enabled } };
    }
    case 'signup': {
      const input = await readProperties(c, signupSchema);
      const terms = from.signup.termsOfService;
      const sent = input.termsOfService;
      return {
        signup: {
          enabled: input.enabled ?? from.signup.enabled,
          termsOfService: {
            text: sent?.text === undefined ? terms.text : sent.text,
            enabled: sent?.enabled ?? terms.enabled,
            consentRequired: sent?.consentRequired ?? terms.consentRequired,
          },
        },
      };
    }
    default:
      return name satisfies never;
  }
}

function render(arm: ArmService, name: Name): unknown {
  return {
    id: resourceId(arm.settings, `/portalsettings/${name}`),
    type: 'Microsoft.ApiManagement/service/portalsettings',
    name,
    properties: properties(arm.state.portal, name),
  };
}

function properties(portal: PortalSettings, name: Name): unknown {
  if (name !== 'delegation') return portal[name];
  const { url, subscriptions, userRegistration } = portal.delegation;
  return {
    url,
    subscriptions: { enabled: subscriptions },
    userRegistration: { enabled: userRegistration },
  };
}
