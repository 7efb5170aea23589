import type {
  ApiRow,
  OperationRow,
  ProductRow,
  SubscriptionRow,
  TagRow,
  UserRow,
} from '../state/rows';

/** Resources as the portal's data API shows them: flat, ids bare, `name` for people. */
export function flatProduct(row: ProductRow): unknown {
  return {
    id: row.id,
    name: row.displayName,
    description: row.description,
    terms: row.terms,
    subscriptionRequired: row.subscriptionRequired,
    approvalRequired: row.approvalRequired,
    subscriptionsLimit: row.subscriptionsLimit,
    state: row.state,
  };
}

export function flatApi(row: ApiRow): unknown {
  return {
    id: row.id,
    name: row.displayName,
    description: null,
    ...row.rest,
    apiRevision: '1',
    isCurrent: true,
    path: row.path,
    protocols: row.protocols,
    type: 'http',
    subscriptionRequired: row.subscriptionRequired,
    subscriptionKeyParameterNames: { header: row.keyHeader, query: row.keyQuery },
  };
}

export function flatOperation(row: OperationRow): unknown {
  const { description = null, templateParameters = [], request = null, responses = [] } = row.rest;
  return {
    id: row.id,
    name: row.displayName,
    method: row.method,
    urlTemplate: row.urlTemplate,
    description,
    templateParameters,
    request,
    responses,
  };
}

export function flatTag(row: TagRow): unknown {
  return { id: row.id, name: row.displayName };
}

export function flatUser(row: UserRow): unknown {
  return {
    id: row.id,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    state: row.state,
    registrationDate: new Date(row.registeredMs).toISOString(),
    identities: row.identities,
  };
}

/** With its keys: the portal shows those that it finds here. */
export function flatSubscription(row: SubscriptionRow): unknown {
  return {
    id: row.id,
    name: row.displayName,
    ownerId: row.ownerId === null ? null : `/users/${row.ownerId}`,
    scope: scopeText(row),
    state: row.state,
    stateComment: row.stateComment,
    createdDate: new Date(row.createdMs).toISOString(),
    startDate: dateText(row.startMs),
    expirationDate: dateText(row.expirationMs),
    endDate: dateText(row.endMs),
    notificationDate: null,
    primaryKey: row.primaryKey,
    secondaryKey: row.secondaryKey,
  };
}

export function scopeText({ scope }: SubscriptionRow): string {
  if (scope.kind === 'all-apis') return '/apis';
  return scope.kind === 'product' ? `/products/${scope.id}` : `/apis/${scope.id}`;
}

function dateText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
