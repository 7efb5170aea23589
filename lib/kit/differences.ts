/** Names the fields in which two records differ: "name: Basic -> Basic plan"; empty when they don't. */
export function differences(
  wanted: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(wanted)
    .filter(([field, value]) => show(value) !== show(actual[field]))
    .map(([field, value]) => `${field}: ${show(actual[field])} -> ${show(value)}`);
}

function show(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'none';
  if (Array.isArray(value)) return [...value].sort().join(' ') || 'none';
  if (typeof value === 'object') {
    const fields = Object.entries(value).map(([name, inner]) => `${name}=${show(inner)}`);
    return fields.sort().join(' ') || 'none';
  }
  return String(value);
}
