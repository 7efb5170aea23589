import type { Period } from '@/lib/domain/usage/billing-period';
import { callsWords } from '../../../../_ui/limit-words';
import { shortDayWords } from '../../../../_ui/time-words';
import styles from './calls-chart.module.css';
import { type BarDay, drawBars } from './draw-bars';

const DAY_MS = 86_400_000;

/** Two drawings, because letters in an SVG shrink with it: one for a phone, one for everything else. */
export function CallsChart({
  days,
  period,
}: {
  days: readonly { day: string; calls: number }[];
  period: Period;
}) {
  const bars = wholePeriod(days, period);
  const most = days.reduce((best, day) => (day.calls > best.calls ? day : best), {
    day: '',
    calls: 0,
  });
  const words = `Calls a day. The most were ${callsWords(most.calls)} on ${shortDayWords(new Date(most.day))}.`;
  return (
    <div className={styles.chart}>
      <Drawing bars={bars} width={720} height={208} words={words} className={styles.wide} />
      <Drawing bars={bars} width={280} height={168} words={words} className={styles.narrow} />
    </div>
  );
}

function Drawing({
  bars,
  width,
  height,
  words,
  className,
}: {
  bars: readonly BarDay[];
  width: number;
  height: number;
  words: string;
  className: string | undefined;
}) {
  return (
    <svg className={className} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
      {drawBars({ bars, width, height })}
    </svg>
  );
}

/** The days that are still to come keep their place, so that the picture does not stretch from day to day. */
function wholePeriod(days: readonly { day: string; calls: number }[], period: Period): BarDay[] {
  const bars: BarDay[] = days.map(({ day, calls }) => ({
    label: shortDayWords(new Date(day)),
    calls,
  }));
  const last = days.at(-1);
  if (last === undefined) return bars;
  for (
    let next = new Date(last.day).getTime() + DAY_MS;
    next < period.end.getTime();
    next += DAY_MS
  ) {
    bars.push({ label: shortDayWords(new Date(next)), calls: null });
  }
  return bars;
}
