import { endpoints } from './endpoints';

/** The table of what the emulator answers, made from its routes; the README holds it and a test compares. */
export function coverageTable(): string {
  const head = ['Operation', 'Fidelity', 'Note'];
  const rows = endpoints.map(({ method, path, fidelity, note }) => [
    `\`${method} ${path}\``,
    fidelity,
    note ?? '',
  ]);
  // As wide as the formatter makes it, so that the two don't quarrel.
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
