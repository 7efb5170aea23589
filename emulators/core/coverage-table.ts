/** One operation of a vendor's API, and how near the emulator's is to it. */
export interface Covered {
  readonly method: string;
  readonly path: string;
  /** What it does in a few words: "create customer". */
  readonly operation: string;
  /** exact = statuses, fields and rules as documented, of what is not left out; absent = answered 501. */
  readonly fidelity: 'exact' | 'approximate' | 'absent';
  /** What is refused or done otherwise; nothing when nothing is. */
  readonly leftOut: string;
  readonly apiVersion: string;
}

const HEAD = ['Method', 'Path', 'Operation', 'Fidelity', 'Left out', 'API version'] as const;
const TABLE = /(?<=<!-- coverage -->\n)[\s\S]*?(?=<!-- \/coverage -->)/;

/** The table of what an emulator answers, in Markdown, to be made from its routes so that it can't go stale. */
export function coverageTable(rows: readonly Covered[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const lines = rows.map((one) =>
    line([one.method, `\`${one.path}\``, one.operation, one.fidelity, one.leftOut, one.apiVersion]),
  );
  return `${[line(HEAD), line(HEAD.map(() => '---')), ...lines].join('\n')}\n`;
}

export interface VendorCoverage {
  readonly name: string;
  readonly rows: readonly Covered[];
}

/** A line for each vendor: how many operations there are, and of which resources. */
export function overviewTable(vendors: readonly VendorCoverage[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const head = ['', 'Operations', 'Approximate', 'Resources, with the operations of each'];
  const lines = vendors.map(({ name, rows }) => {
    const counts = new Map<string, number>();
    for (const { path } of rows) {
      const [resource = '/'] = path
        .split('/')
        .filter((part) => part && !/^(v\d+$|[:{])/.test(part));
      counts.set(resource, (counts.get(resource) ?? 0) + 1);
    }
    const resources = [...counts].map(([resource, count]) => `\`${resource}\` ${count}`);
    const approximate = rows.filter(({ fidelity }) => fidelity === 'approximate').length;
    return line([name, `${rows.length}`, `${approximate}`, resources.join(', ')]);
  });
  return `${[line(head), line(head.map(() => '---')), ...lines].join('\n')}\n`;
}

/** The table in a README between `<!-- coverage -->` and `<!-- /coverage -->`. */
export function coverageIn(readme: string): string | undefined {
  return TABLE.exec(readme)?.[0];
}

export function withCoverage(readme: string, table: string): string {
  if (coverageIn(readme) === undefined)
    throw new Error('The README has no <!-- coverage --> and <!-- /coverage --> to write between.');
  return readme.replace(TABLE, () => table);
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
