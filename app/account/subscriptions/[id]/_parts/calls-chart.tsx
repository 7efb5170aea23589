import type { Period } from '@/lib/domain/usage/billing-period';
import { formatCalls } from '../../../../_ui/format-limit';
import { formatShortDay } from '../../../../_ui/format-time';
import styles from './calls-chart.module.css';
import { type ChartDay, layOutChart } from './chart-layout';

const DAY_MS = 86_400_000;

/** Two drawings, because letters in an SVG shrink with it: one for a phone, one for everything else. */
export function CallsChart({
  days,
  period,
}: {
  days: readonly { day: string; calls: number }[];
  period: Period;
}) {
  const all = wholePeriod(days, period);
  const most = days.reduce((best, day) => (day.calls > best.calls ? day : best), {
    day: '',
    calls: 0,
  });
  const words = `Calls per day. Highest: ${formatCalls(most.calls)} on ${formatShortDay(new Date(most.day))}.`;
  return (
    <div className={styles.chart}>
      <Drawing days={all} width={720} height={208} words={words} className={styles.wide} />
      <Drawing days={all} width={280} height={168} words={words} className={styles.narrow} />
    </div>
  );
}

function Drawing({
  days,
  width,
  height,
  words,
  className,
}: {
  days: readonly ChartDay[];
  width: number;
  height: number;
  words: string;
  className: string | undefined;
}) {
  const { plot, bars, ticks, labels } = layOutChart({ days, width, height });
  return (
    <svg className={className} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
      {ticks.map(({ y, text }, index) => (
        <g key={text}>
          <line
            className={index === 0 ? styles.axis : styles.grid}
            x1={plot.left}
            x2={plot.right}
            y1={y}
            y2={y}
          />
          <text className={styles.value} x={plot.left - 6} y={y}>
            {text}
          </text>
        </g>
      ))}
      {bars.map((bar) => (
        <path key={bar.day.label} className={styles.bar} d={barPath(bar)}>
          <title>{`${bar.day.label}: ${formatCalls(bar.day.calls)}`}</title>
        </path>
      ))}
      {labels.map(({ x, text }) => (
        <text key={text} className={styles.day} x={x} y={height - 4}>
          {text}
        </text>
      ))}
    </svg>
  );
}

/** A bar with its upper corners rounded, as far as it is high enough for that. */
function barPath({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  const radius = Math.min(2, height, width / 2);
  return `M${x} ${y + height}V${y + radius}q0 ${-radius} ${radius} ${-radius}h${width - 2 * radius}q${radius} 0 ${radius} ${radius}V${y + height}Z`;
}

/** The days that are still to come keep their place, so that the picture does not stretch from day to day. */
function wholePeriod(days: readonly { day: string; calls: number }[], period: Period): ChartDay[] {
  const bars: ChartDay[] = days.map(({ day, calls }) => ({
    label: formatShortDay(new Date(day)),
    calls,
  }));
  const last = days.at(-1);
  if (last === undefined) return bars;
  for (
    let next = new Date(last.day).getTime() + DAY_MS;
    next < period.end.getTime();
    next += DAY_MS
  ) {
    bars.push({ label: formatShortDay(new Date(next)), calls: null });
  }
  return bars;
}
