/** What the API Management adapter has to be told; parsed from the environment elsewhere. */
export interface ApimSettings {
  subscriptionId: string;
  resourceGroup: string;
  serviceName: string;
  /** https://management.azure.com, another cloud's, or http on this machine for a stand-in. */
  armEndpoint: string;
  /** A ready bearer token. Null: a credential of Azure's (service principal, managed or workload identity, CLI). */
  armToken: string | null;
  /** Signs in with somebody else's word for who we are; absent: a credential of Azure's that its library finds. */
  federated?: FederatedSignIn | null;
  gatewayUrl: string;
  portalUrl: string;
  /** Validation keys of the delegation, one or two while rotating. Provisioning sets the first. */
  delegationKeys: string[];
  /** Whether provisioning delegates signing in as well as subscribing; it does unless told. */
  delegatesSignIn?: boolean;
  /** Which calls count; 'successful' unless told. */
  usageCounts?: 'successful' | 'all';
  /** Usage is read from the gateway's logs in this workspace; absent: from the built-in analytics. */
  usageLogs?: UsageLogs | null;
}

export interface FederatedSignIn {
  tenantId: string;
  clientId: string;
  /** Null: Azure's public sign-in address. */
  authorityHost: string | null;
  /** Asked for a fresh one each time. */
  assertion: () => Promise<string>;
}

export interface UsageLogs {
  workspaceId: string;
  /** https://api.loganalytics.io, another cloud's, or http on this machine for a stand-in. */
  endpoint: string;
}
