import { plusMonths } from './months';

const PATTERN =
  /^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/**
 * The instant so long after another. A duration is ISO 8601 (`P1M`, `PT2H`, `P1DT12H`) or a number of
 * seconds; months and years are the calendar's. undefined = not a duration.
 */
export function laterBy(fromMs: number, duration: string | number): number | undefined {
  if (typeof duration === 'number' || /^\d+$/.test(duration)) {
    const seconds = Number(duration);
    return Number.isFinite(seconds) && seconds >= 0 ? fromMs + seconds * 1000 : undefined;
  }
  const parts = PATTERN.exec(duration);
  if (!parts) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const rest = ((weeks * 7 + days) * 86_400 + hours * 3600 + minutes * 60 + seconds) * 1000;
  return plusMonths(fromMs, years * 12 + months) + rest;
}
