import type { Covered } from '../core/coverage-table';

type Note = Pick<Covered, 'leftOut'> & Partial<Pick<Covered, 'fidelity'>>;

const REPORT: Note = {
  leftOut: 'bandwidth is 256 bytes a call; cache, API and service times are constants',
};
const NO_MAIL: Note = { leftOut: 'no mail is sent' };
const POLICY: Note = {
  leftOut: 'links, and policies beyond those under Policies, are refused; text is kept as sent',
};
const API: Note = { leftOut: 'http APIs of revision 1; imports OpenAPI in JSON only' };

/** What is left out of an operation of Resource Manager; all others are exact as they are. */
export const armNotes: Readonly<Record<string, Note>> = {
  'apiManagementService.get': { fidelity: 'approximate', leftOut: 'addresses and tier only' },
  'userConfirmationPassword.send': NO_MAIL,
  'user.createOrUpdate': NO_MAIL,
  'user.beginDelete': { leftOut: 'with subscriptions it is refused unless they are deleted too' },
  'user.getSharedAccessToken': {
    leftOut: "the signature's input is the emulator's own: Azure's is not public",
  },
  'api.beginCreateOrUpdate': API,
  'policy.createOrUpdate': POLICY,
  'productPolicy.createOrUpdate': POLICY,
  'apiPolicy.createOrUpdate': POLICY,
  'apiOperationPolicy.createOrUpdate': POLICY,
  'reports.listByApi': REPORT,
  'reports.listByUser': REPORT,
  'reports.listByOperation': REPORT,
  'reports.listByProduct': REPORT,
  'reports.listBySubscription': REPORT,
  'reports.listByTime': REPORT,
  'reports.listByGeo': { leftOut: 'one place: nothing is known of 127.0.0.1' },
  'reports.listByRequest': {
    fidelity: 'approximate',
    leftOut: 'the last 500 calls, none of bulk traffic; times and sizes are constants',
  },
};

type Names = Readonly<Record<string, Pick<Covered, 'operation'> & Partial<Covered>>>;

export const dataNames: Names = {
  'GET /identity': { operation: 'who is signed in; Basic signs in' },
  'GET /delegation/settings': { operation: 'what is delegated' },
  'POST /delegation/urls/signin': { operation: 'address to sign in at' },
  'POST /delegation/urls/signup': { operation: 'address to sign up at' },
  'POST /delegation/urls/users/:user/Subscribe': { operation: 'address to subscribe at' },
  'POST /delegation/urls/users/:user/Unsubscribe': { operation: 'address to unsubscribe at' },
  'POST /delegation/urls/users/:user/RenewSubscription': { operation: 'address to renew at' },
  'POST /delegation/urls/users/:user/SignOut': { operation: 'address to sign out at' },
  'POST /delegation/urls/users/:user/ChangeProfile': {
    operation: 'address to change the profile at',
  },
  'POST /delegation/urls/users/:user/ChangePassword': {
    operation: 'address to change the password at',
  },
  'POST /delegation/urls/users/:user/CloseAccount': {
    operation: 'address to close the account at',
  },
  'GET /products': { operation: 'list products' },
  'GET /products/:id': { operation: 'read product' },
  'GET /products/:id/apis': { operation: 'list APIs of a product' },
  'GET /apis': { operation: 'list APIs' },
  'GET /apis/:id': { operation: 'read API' },
  'GET /apis/:id/operations': { operation: 'list operations' },
  'GET /apis/:id/operations/:operation': { operation: 'read operation' },
  'GET /apis/:id/operations/:operation/tags': { operation: 'list tags of an operation' },
  'GET /apis/:id/hostnames': { operation: 'list hostnames' },
  'GET /apis/:id/products': { operation: 'list products of an API' },
  'GET /tags': { operation: 'list tags' },
  'GET /apisByTags': { operation: 'list APIs by tag' },
  'GET /apis/:id/operationsByTags': { operation: 'list operations by tag' },
  'GET /users/:user': { operation: 'read the own account' },
  'PATCH /users/:user': { operation: 'change name or password' },
  'GET /users/:user/subscriptions': { operation: 'list subscriptions' },
  'POST /users/:user/subscriptions': { operation: 'subscribe' },
  'POST /users/:user/subscriptions/:id': { operation: 'subscribe under an id' },
  'GET /users/:user/subscriptions/:id': { operation: 'read subscription' },
  'PATCH /users/:user/subscriptions/:id': { operation: 'rename or cancel subscription' },
  'POST /users/:user/subscriptions/:id/listSecrets': { operation: 'read keys' },
  'POST /users/:user/subscriptions/:id/regeneratePrimaryKey': {
    operation: 'regenerate primary key',
  },
  'POST /users/:user/subscriptions/:id/regenerateSecondaryKey': {
    operation: 'regenerate secondary key',
  },
  'GET /users/:user/reports/ByTime': { operation: 'usage by time' },
  'GET /users/:user/reports/ByGeo': { operation: 'usage by place' },
  'GET /users/:user/reports/ByRegion': { operation: 'usage by place, in the portal’s words' },
  'GET /users/:user/reports/ByEndpoint': { operation: 'usage by API, in the portal’s words' },
  'GET /users/:user/reports/ByProduct': { operation: 'usage by product' },
  'GET /users/:user/reports/BySubscription': { operation: 'usage by subscription' },
  'GET /users/:user/reports/ByApi': { operation: 'usage by API' },
  'GET /users/:user/reports/ByOperation': { operation: 'usage by operation' },
};

const OWN: Pick<Covered, 'leftOut'> = { leftOut: "the page's looks are the emulator's own" };

export const pageNames: Names = {
  'GET /': { operation: 'start page', ...OWN },
  'GET /products': { operation: 'products', ...OWN },
  'GET /products/:id': { operation: 'product detail', ...OWN },
  'GET /signin': { operation: 'SignIn; its own form while that is not delegated' },
  'POST /signin': { operation: 'sign in with e-mail and password', ...OWN },
  'GET /signup': { operation: 'SignUp; its own form while that is not delegated' },
  'POST /signup': { operation: 'sign up', leftOut: 'no mail is sent: the account works at once' },
  'POST /profile': { operation: 'change name', ...OWN },
  'POST /profile/password': { operation: 'change password', ...OWN },
  'POST /profile/close': { operation: 'close account', ...OWN },
  'POST /products/:id/subscribe': { operation: 'subscribe without delegation', ...OWN },
  'POST /subscriptions/:id/cancel': { operation: 'cancel without delegation', ...OWN },
  'POST /subscriptions/:id/renew': { operation: 'renew without delegation', ...OWN },
  'GET /signin-sso': { operation: 'single sign-on with a token' },
  'POST /signout': { operation: 'SignOut' },
  'GET /profile': { operation: 'profile', ...OWN },
  'GET /delegation-changeProfile': { operation: 'ChangeProfile' },
  'GET /change-password': { operation: 'ChangePassword' },
  'GET /delegation-closeAccount': { operation: 'CloseAccount' },
  'GET /delegation-subscribe': { operation: 'Subscribe' },
  'GET /delegation-unsubscribe': { operation: 'Unsubscribe' },
  'GET /delegation-renew': { operation: 'Renew' },
  'GET /subscriptions': { operation: 'my subscriptions', ...OWN },
  'POST /subscriptions/:id/keys': { operation: 'show keys', ...OWN },
  'POST /subscriptions/:id/name': { operation: 'rename', ...OWN },
  'POST /subscriptions/:id/primary': { operation: 'regenerate primary key', ...OWN },
  'POST /subscriptions/:id/secondary': { operation: 'regenerate secondary key', ...OWN },
};
