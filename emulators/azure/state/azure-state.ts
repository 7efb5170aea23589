import { randomBytes } from 'node:crypto';
import { Table } from '../../core/table';
import type {
  ApiRow,
  GroupRow,
  PolicyRow,
  PortalSettings,
  ProductRow,
  SubscriptionRow,
  TaggedRow,
  TagRow,
  UserRow,
} from './rows';
import { type StateChange, SubscriptionTable } from './subscription-table';
import { UserTable } from './user-table';

export const ADMINISTRATOR_ID = '1';

interface Saved {
  readonly revision: number;
  readonly secret: string;
  readonly users: readonly UserRow[];
  readonly groups: readonly GroupRow[];
  readonly products: readonly ProductRow[];
  readonly apis: readonly ApiRow[];
  readonly policies: readonly PolicyRow[];
  readonly subscriptions: readonly SubscriptionRow[];
  readonly stateChanges?: readonly StateChange[];
  readonly portal: PortalSettings;
  readonly tags?: readonly TagRow[];
  readonly tagged?: readonly TaggedRow[];
}

/** Everything that Azure Resource Manager can read or change of the one service. */
export class AzureState {
  readonly users = new UserTable();
  readonly groups = new Table<GroupRow>();
  readonly products = new Table<ProductRow>();
  readonly apis = new Table<ApiRow>();
  readonly policies = new Table<PolicyRow>();
  readonly subscriptions: SubscriptionTable;
  readonly tags = new Table<TagRow>();
  readonly tagged = new Table<TaggedRow>();
  portal: PortalSettings = newPortalSettings();
  /** What users' tokens are signed with. */
  secret = newSecret();
  #revision = 0;

  constructor(nowMs: () => number) {
    this.subscriptions = new SubscriptionTable(nowMs);
    this.clear(nowMs());
  }

  nextRevision(): number {
    this.#revision += 1;
    return this.#revision;
  }

  /** As a new service is: three groups, and an administrator who can't be removed. */
  clear(nowMs: number): void {
    this.users.restore([]);
    this.groups.restore([]);
    this.products.restore([]);
    this.apis.restore([]);
    this.policies.restore([]);
    this.subscriptions.restore([], []);
    this.tags.restore([]);
    this.tagged.restore([]);
    this.portal = newPortalSettings();
    this.secret = newSecret();
    this.#revision = 0;
    for (const [id, displayName] of BUILT_IN_GROUPS) {
      this.groups.put({
        id,
        revision: this.nextRevision(),
        displayName,
        description: `${displayName} is a built-in group. Its membership is managed by the system.`,
        type: 'system',
        externalId: null,
        userIds: id === 'administrators' ? [ADMINISTRATOR_ID] : [],
      });
    }
    this.users.put({
      id: ADMINISTRATOR_ID,
      revision: this.nextRevision(),
      email: 'administrator@apim.example',
      firstName: 'Administrator',
      lastName: '',
      state: 'active',
      note: null,
      identities: [{ provider: 'Azure', id: 'administrator@apim.example' }],
      registeredMs: nowMs,
    });
  }

  snapshot(): Saved {
    return {
      revision: this.#revision,
      secret: this.secret,
      users: this.users.snapshot(),
      groups: this.groups.snapshot(),
      products: this.products.snapshot(),
      apis: this.apis.snapshot(),
      policies: this.policies.snapshot(),
      subscriptions: this.subscriptions.snapshot(),
      stateChanges: [...this.subscriptions.changes],
      portal: this.portal,
      tags: this.tags.snapshot(),
      tagged: this.tagged.snapshot(),
    };
  }

  restore(saved: Saved): void {
    this.#revision = saved.revision;
    this.secret = saved.secret;
    this.users.restore(saved.users);
    this.groups.restore(saved.groups);
    this.products.restore(saved.products);
    this.apis.restore(saved.apis);
    this.policies.restore(saved.policies);
    this.subscriptions.restore(saved.subscriptions, saved.stateChanges ?? []);
    this.portal = saved.portal;
    this.tags.restore(saved.tags ?? []);
    this.tagged.restore(saved.tagged ?? []);
  }
}

export type SavedAzureState = Saved;

const BUILT_IN_GROUPS = [
  ['administrators', 'Administrators'],
  ['developers', 'Developers'],
  ['guests', 'Guests'],
] as const;

function newSecret(): string {
  return randomBytes(32).toString('base64');
}

function newPortalSettings(): PortalSettings {
  return {
    revision: 0,
    delegation: { url: null, validationKey: null, subscriptions: false, userRegistration: false },
    signin: { enabled: false },
    signup: {
      enabled: true,
      termsOfService: { text: null, enabled: false, consentRequired: false },
    },
  };
}
