import type { ApiManagementClientOptionalParams } from '@azure/arm-apimanagement';
import type { CallWatch } from '../ports/telemetry';

export type AdditionalPolicies = NonNullable<
  ApiManagementClientOptionalParams['additionalPolicies']
>;
export type Policy = AdditionalPolicies[number]['policy'];

/** Records every attempt. A retry uses the same request object. */
export function watched(watch: CallWatch): Policy {
  const attempts = new WeakMap<object, number>();
  return {
    name: 'tollgateWatch',
    async sendRequest(request, next) {
      const attempt = (attempts.get(request) ?? 0) + 1;
      attempts.set(request, attempt);
      const { host, pathname } = new URL(request.url);
      const route = routeOf(pathname);
      const end = watch.begin({ system: 'azure', method: request.method, route, host, attempt });
      try {
        const response = await next(request);
        end({ status: response.status });
        return response;
      } catch (error) {
        end({ error: error instanceof Error ? error.name : 'unknown' });
        throw error;
      }
    },
  };
}

/** Every segment of the service's addresses that this application uses. Anything else is a name, or unknown. */
const WORDS = new Set(
  (
    'apis apiPolicies groups operations policies portalsettings products reports subscriptions tenant users delegation ' +
    'listSecrets regeneratePrimaryKey regenerateSecondaryKey token operationResults bySubscription byProduct ' +
    'workspaces query v1 service subscriptionsByUser generateSsoUrl'
  ).split(' '),
);

/** The part below the service, names taken out: `/service/{name}/users/{name}`. */
export function routeOf(pathname: string): string {
  const below = /\/service\/.*$/i.exec(pathname)?.[0] ?? pathname;
  return below
    .split('/')
    .map((part) => (part === '' || WORDS.has(part) ? part : '{name}'))
    .join('/');
}
