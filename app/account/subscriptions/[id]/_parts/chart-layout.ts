/** A day of the chart. */
export interface ChartDay {
  label: string;
  /** Null: the day is still to come. */
  calls: number | null;
}

export interface ChartLayout {
  /** The plotting area, within which the bars stand; its bottom is the axis. */
  plot: { left: number; right: number; top: number; bottom: number };
  bars: {
    x: number;
    y: number;
    width: number;
    height: number;
    day: ChartDay & { calls: number };
  }[];
  /** Values of the vertical axis, from 0 upwards. */
  ticks: { y: number; text: string }[];
  /** Every day that has room for its name. */
  labels: { x: number; text: string }[];
}

/** Width of a digit at the chart's 11 pixels; labels are of digits and short names of months. */
const CHARACTER = 6.4;
const GAP = 8;
const MOST_TICKS = 4;
const WIDEST_BAR = 40;
/** A day with a single call must be visible next to one with a million. */
const LOWEST_BAR = 1.5;

/** Where each bar, tick and label of the chart goes, in units of its view box. */
export function layOutChart(input: {
  days: readonly ChartDay[];
  width: number;
  height: number;
}): ChartLayout {
  const { days, width, height } = input;
  const most = Math.max(0, ...days.map((day) => day.calls ?? 0));
  const values = tickValues(most);
  const top = values.at(-1) ?? 1;
  const texts = values.map(tickText);
  const left = Math.ceil(Math.max(...texts.map((text) => text.length)) * CHARACTER + GAP);
  const plot = { left, right: width - 2, top: 10, bottom: height - 20 };
  const slot = (plot.right - plot.left) / Math.max(1, days.length);
  const barWidth = round(Math.min(slot * 0.72, WIDEST_BAR));
  const heightOf = (calls: number) => (calls / top) * (plot.bottom - plot.top);
  const middle = (index: number) => plot.left + (index + 0.5) * slot;
  const bars = days.flatMap(({ label, calls }, index) => {
    if (calls === null || calls === 0) return [];
    const barHeight = round(Math.max(heightOf(calls), LOWEST_BAR));
    const x = round(middle(index) - barWidth / 2);
    const y = round(plot.bottom - barHeight);
    return [{ x, y, width: barWidth, height: barHeight, day: { label, calls } }];
  });
  const ticks = values.map((value, index) => ({
    y: round(plot.bottom - heightOf(value)),
    text: texts[index] ?? '',
  }));
  return { plot, bars, ticks, labels: labelsOf(days, { slot, middle, right: width }) };
}

/** 0 and at most four round numbers above it, the last of which is the greatest value or more: steps of 1, 2 or 5 times ten. */
export function tickValues(most: number): number[] {
  const step = [1, 2, 5, 10]
    .map(
      (factor) =>
        factor * 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, most / MOST_TICKS)))),
    )
    .find((candidate) => candidate * MOST_TICKS >= most);
  if (step === undefined) throw new RangeError(`${most} is no count of calls`);
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });

/** '800', '1.5K', '20K', '3M' */
export function tickText(value: number): string {
  return compact.format(value);
}

/** The first day, and then every one so far apart that no two names touch or leave the picture. */
function labelsOf(
  days: readonly ChartDay[],
  of: { slot: number; middle: (index: number) => number; right: number },
): { x: number; text: string }[] {
  const longest = Math.max(1, ...days.map((day) => day.label.length)) * CHARACTER;
  const stride = Math.max(1, Math.ceil((longest + 2 * GAP) / of.slot));
  return days.flatMap(({ label }, index) => {
    const x = round(of.middle(index));
    const fits = x + (label.length * CHARACTER) / 2 <= of.right;
    return index % stride === 0 && fits ? [{ x, text: label }] : [];
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
