import { cpus, loadavg, totalmem } from 'node:os';

/** What the numbers below it were measured on, with how busy the machine was. */
export function machine(): string {
  const cpu = cpus()[0]?.model ?? 'unknown processor';
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return `${cpu}, ${cpus().length} cores, ${memoryGb} GB, Node ${process.versions.node}; ${new Date().toISOString().slice(0, 10)}`;
}

/** Runnable programs in the last minute: above the number of cores, others were waiting too. */
export function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'));
  console.log('');
}

/** The value below which a part of all values lies; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export const count = (value: number): string => value.toLocaleString('en-US');
export const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed');
