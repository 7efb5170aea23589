import { z } from 'zod';
import { deviationNames } from './portal/delegation-url';
import type { AzureSwitches } from './switches';

export interface AzureSettings extends AzureSwitches {
  /** The Azure subscription, resource group and service that exist. Any other is "not found". */
  readonly azureSubscriptionId: string;
  readonly resourceGroup: string;
  readonly serviceName: string;
  /** The only bearer token that is accepted; none = any that isn't empty. */
  readonly armToken: string | undefined;
  /** The Log Analytics workspace that the gateway's logs go to. */
  readonly logWorkspaceId: string;
  /** Addresses as the outside sees them, for the service's own description. */
  readonly gatewayUrl: string;
  readonly portalUrl: string;
  readonly pageSize: number;
  readonly reportPageSize: number;
}

export const defaultAzureSettings: AzureSettings = {
  azureSubscriptionId: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'tollgate',
  serviceName: 'tollgate-apim',
  armToken: undefined,
  logWorkspaceId: '00000000-0000-0000-0000-000000000001',
  gatewayUrl: 'http://127.0.0.1:4244',
  portalUrl: 'http://127.0.0.1:4245',
  reportLagMs: 15 * 60_000,
  pageSize: 100,
  reportPageSize: 1000,
  pendingPolls: 1,
  throttle: false,
  changeProfileSignsSaltOnly: false,
  subscribeSignsUserFirst: false,
  unsubscribeNamesNoUser: false,
  renewIsRenewSubscription: false,
  returnUrlIsAlwaysRoot: false,
  lowerCaseEscapes: false,
  plusForSpace: false,
  plusNotEscaped: false,
  partialLogs: false,
};

const flag = z
  .enum(['0', '1', 'true', 'false'])
  .transform((text) => text === '1' || text === 'true');
const seconds = z.coerce.number().int().min(0);

const environmentSchema = z.object({
  EMULATOR_AZURE_SUBSCRIPTION_ID: z.uuid().optional(),
  EMULATOR_AZURE_RESOURCE_GROUP: z.string().optional(),
  EMULATOR_APIM_SERVICE: z.string().optional(),
  EMULATOR_ARM_TOKEN: z.string().optional(),
  EMULATOR_ARM_THROTTLE: flag.optional(),
  EMULATOR_LOG_WORKSPACE_ID: z.uuid().optional(),
  EMULATOR_GATEWAY_URL: z.url().optional(),
  EMULATOR_PORTAL_URL: z.url().optional(),
  EMULATOR_REPORT_LAG_SECONDS: seconds.optional(),
  EMULATOR_REPORT_PAGE_SIZE: z.coerce.number().int().min(1).optional(),
  EMULATOR_PENDING_POLLS: z.coerce.number().int().min(0).optional(),
  EMULATOR_DELEGATION_DEVIATIONS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
    .pipe(z.array(z.enum(deviationNames))),
});

/** Azure's own settings out of the environment. Empty values count as absent. */
export function readAzureSettings(
  environment: Readonly<Record<string, string | undefined>>,
): AzureSettings {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== ''),
  );
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Settings of the Azure emulator are wrong:\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  const byDefault = defaultAzureSettings;
  const lagSeconds = env.EMULATOR_REPORT_LAG_SECONDS;
  return {
    ...byDefault,
    azureSubscriptionId: env.EMULATOR_AZURE_SUBSCRIPTION_ID ?? byDefault.azureSubscriptionId,
    resourceGroup: env.EMULATOR_AZURE_RESOURCE_GROUP ?? byDefault.resourceGroup,
    serviceName: env.EMULATOR_APIM_SERVICE ?? byDefault.serviceName,
    armToken: env.EMULATOR_ARM_TOKEN,
    logWorkspaceId: env.EMULATOR_LOG_WORKSPACE_ID ?? byDefault.logWorkspaceId,
    gatewayUrl: env.EMULATOR_GATEWAY_URL ?? byDefault.gatewayUrl,
    portalUrl: env.EMULATOR_PORTAL_URL ?? byDefault.portalUrl,
    reportLagMs: lagSeconds === undefined ? byDefault.reportLagMs : lagSeconds * 1000,
    reportPageSize: env.EMULATOR_REPORT_PAGE_SIZE ?? byDefault.reportPageSize,
    pendingPolls: env.EMULATOR_PENDING_POLLS ?? byDefault.pendingPolls,
    throttle: env.EMULATOR_ARM_THROTTLE ?? byDefault.throttle,
    ...Object.fromEntries(env.EMULATOR_DELEGATION_DEVIATIONS.map((name) => [name, true])),
  };
}
