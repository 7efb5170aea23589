/**
 * How the connection to a database server is protected: `local` never leaves the machine, `checked` is TLS with a
 * verified certificate, `unchecked` TLS without verification, `off` plain because the address says so, `unsaid` plain
 * because it says nothing. Parsed as node-postgres parses the address.
 */
export type DatabaseTls = 'local' | 'checked' | 'unchecked' | 'off' | 'unsaid';

export function databaseTls(address: string): DatabaseTls {
  // Invalid, so it can't be judged or opened: the driver reports the mistake.
  if (!URL.canParse(address)) return 'local';
  const { hostname, searchParams } = new URL(address);
  if (isOnThisMachine(searchParams.get('host') ?? hostname)) return 'local';
  const mode = searchParams.get('sslmode');
  if (mode === 'disable') return 'off';
  if (mode === 'no-verify' || isLibpq(searchParams)) return 'unchecked';
  const ssl = searchParams.get('ssl');
  return mode !== null || ssl === 'true' || ssl === '1' ? 'checked' : 'unsaid';
}

/** In libpq's own reading these two encrypt and look at nothing. */
function isLibpq(search: URLSearchParams): boolean {
  return (
    search.get('uselibpqcompat') === 'true' &&
    ['prefer', 'require'].includes(search.get('sslmode') ?? '') &&
    !search.has('sslrootcert')
  );
}

function isOnThisMachine(host: string): boolean {
  // A path is a socket's.
  return (
    host === '' ||
    host.startsWith('/') ||
    host === 'localhost' ||
    host === '[::1]' ||
    host === '::1' ||
    /^127(\.\d+){3}$/.test(host)
  );
}
