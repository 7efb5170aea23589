import type { Findings } from '../../lib/ports/catalog-target';

/** Longer details go on in a line of their own. */
const WIDTH_OF_DETAILS = 90;
const COLUMNS = ['System', 'What', 'Change', 'Details'] as const;

/** The differences as a table for a terminal, what is left over, and a last line that says how many. */
export function toTable(findings: Findings): string {
  const { steps, checked } = findings;
  const notes = [
    ...findings.orphans.map(
      ({ system, subject, details }) => `Left over: ${system} ${subject}: ${details}`,
    ),
    ...findings.notes.map((note) => `Note: ${note}`),
  ];
  if (steps.length === 0) {
    return [
      ...notes,
      `Nothing to change: ${checked} things checked, all as the catalog says.`,
    ].join('\n');
  }
  const rows = steps.flatMap(({ system, subject, action, details }) => {
    const [first = '', ...more] = wrapped(details);
    return [[system, subject, action, first], ...more.map((line) => ['', '', '', `  ${line}`])];
  });
  const widths = COLUMNS.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(COLUMNS),
    line(
      widths
        .slice(0, 3)
        .map((width) => '-'.repeat(width))
        .concat('-------'),
    ),
    ...rows.map(line),
    '',
    ...notes,
    `${steps.length} to change, ${checked} things checked.`,
  ].join('\n');
}

/** An old and a new value that don't fit on one line are put on two. */
function wrapped(text: string): string[] {
  if (text.length <= WIDTH_OF_DETAILS) return [text];
  return text
    .split(/ (?=-> )|(?<=;) /)
    .flatMap((part) => part.match(new RegExp(`.{1,${WIDTH_OF_DETAILS}}(?:\\s|$)`, 'g')) ?? [part])
    .map((part) => part.trim());
}
