/** Settings of the API Management adapter; parsed from the environment elsewhere. */
export interface ApimSettings {
  subscriptionId: string;
  resourceGroup: string;
  serviceName: string;
  /** https://management.azure.com, another cloud's, or http on this machine for an emulator. */
  armEndpoint: string;
  /** A ready bearer token. Null: a credential of Azure's (service principal, managed or workload identity, CLI). */
  armToken: string | null;
  /** Signs in with a token of a trusted issuer; absent: with a credential that Azure's library finds. */
  federated?: FederatedSignIn | null;
  gatewayUrl: string;
  portalUrl: string;
  /** Validation keys of the delegation, one or two while rotating. Provisioning sets the first. */
  delegationKeys: string[];
  /** Whether provisioning delegates signing in as well as subscribing; true by default. */
  delegatesSignIn?: boolean;
  /** Which calls count; 'successful' by default. */
  usageCounts?: 'successful' | 'all';
  /** Reads usage from the gateway's logs in this workspace; absent: from the built-in analytics. */
  usageLogs?: UsageLogs | null;
}

export interface FederatedSignIn {
  tenantId: string;
  clientId: string;
  /** Null: Azure's public sign-in address. */
  authorityHost: string | null;
  /** Called for a fresh one each time. */
  assertion: () => Promise<string>;
}

export interface UsageLogs {
  workspaceId: string;
  /** https://api.loganalytics.io, another cloud's, or http on this machine for an emulator. */
  endpoint: string;
}
