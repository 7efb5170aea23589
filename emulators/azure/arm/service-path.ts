export interface ServicePath {
  readonly azureSubscriptionId: string;
  readonly resourceGroup: string;
  readonly serviceName: string;
  /** Path in the service, with fixed words in lower case; ids as they came. */
  readonly rest: string;
}

/** Takes a resource's address apart. Azure reads everything in it without regard to case. */
export function readServicePath(path: string): ServicePath | null {
  const match =
    /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.ApiManagement\/service\/([^/]+)(\/.*)?$/i.exec(
      path,
    );
  if (!match) return null;
  const [, azureSubscriptionId = '', resourceGroup = '', serviceName = '', rest = ''] = match;
  return { azureSubscriptionId, resourceGroup, serviceName, rest: normalise(rest) };
}

function normalise(rest: string): string {
  const segments = rest.split('/').filter((segment) => segment !== '');
  let isId = false;
  const normal = segments.map((segment) => {
    if (isId) {
      isId = false;
      return segment;
    }
    const word = segment.toLowerCase();
    isId = !WITHOUT_ID.has(word);
    return word;
  });
  return `/${normal.join('/')}`;
}

/** Words that no id follows, but another fixed word or nothing. */
const WITHOUT_ID = new Set([
  'reports',
  'portalsettings',
  'delegation',
  'policies',
  'tenant',
  'confirmations',
  'password',
]);
