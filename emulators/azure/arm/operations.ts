import lines from './operations.json';

/** One operation of the service, as the official SDK sends it and what it accepts in return. */
export interface Operation {
  readonly method: string;
  /** Below the service, with `{names}` for ids. */
  readonly path: string;
  /** Its name in the SDK, such as `user.createOrUpdate`. */
  readonly name: string;
  /** Query parameters besides api-version. */
  readonly query: readonly string[];
  readonly ifMatch: 'required' | 'optional' | 'none';
  /** Every other status is an error to the SDK, even below 300. */
  readonly statuses: readonly number[];
}

/** Made from the installed SDK by `npm run azure-operations`; a test fails when it is stale. */
export const operations: readonly Operation[] = lines.map((line) => {
  const [route = '', name = '', query = '', ifMatch = '', statuses = ''] = line.split(' | ');
  const [method = '', path = ''] = route.split(' ');
  return {
    method,
    path,
    name,
    query: query.split(' ').filter((one) => one !== ''),
    ifMatch: ifMatch === 'required' || ifMatch === 'optional' ? ifMatch : 'none',
    statuses: statuses.split(' ').map(Number),
  };
});

interface Known extends Operation {
  /** Words in lower case; null = an id. */
  readonly segments: readonly (string | null)[];
}

const byLength = new Map<string, Known[]>();
for (const operation of operations) {
  const segments = segmentsOf(operation.path).map((segment) =>
    segment.startsWith('{') ? null : segment.toLowerCase(),
  );
  const length = `${operation.method} ${segments.length}`;
  byLength.set(length, [...(byLength.get(length) ?? []), { ...operation, segments }]);
}

/** The operation at a path; of several the one with the most words that are its own. */
export function findOperation(method: string, path: string): Operation | undefined {
  const given = segmentsOf(path);
  let best: Known | undefined;
  for (const known of byLength.get(`${method} ${given.length}`) ?? []) {
    const fits = known.segments.every(
      (word, at) => word === null || word === given[at]?.toLowerCase(),
    );
    if (fits && (!best || ownText(known) > ownText(best))) best = known;
  }
  return best;
}

function ownText({ segments }: Known): number {
  return segments.filter((segment) => segment !== null).length;
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}
