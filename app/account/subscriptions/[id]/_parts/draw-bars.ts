import { BarChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { createElement, type ReactElement } from 'react';
import { callsWords } from '../../../../_ui/limit-words';

use([BarChart, GridComponent, SVGRenderer]);

export interface BarDay {
  label: string;
  /** Null: the day is still to come. */
  calls: number | null;
}

/** The bars, axes and labels as SVG elements. Colours are the page's variables, so both schemes fit. */
export function drawBars(input: {
  bars: readonly BarDay[];
  width: number;
  height: number;
}): ReactElement[] {
  const { bars, width, height } = input;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      grid: { left: 0, right: 2, top: 10, bottom: 2, containLabel: true },
      xAxis: {
        type: 'category',
        data: bars.map((bar) => bar.label),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: 'var(--line-strong)' } },
        axisLabel: { color: 'var(--ink-3)', fontSize: 11, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitNumber: 3,
        splitLine: { lineStyle: { color: 'var(--line)' } },
        axisLabel: { color: 'var(--ink-3)', fontSize: 11 },
      },
      series: [
        {
          type: 'bar',
          data: bars.map((bar) => bar.calls ?? '-'),
          barWidth: '72%',
          barMaxWidth: 40,
          itemStyle: { color: 'var(--chart)', borderRadius: [2, 2, 0, 0] },
        },
      ],
    });
    return elementsOf(chart.renderToSVGString(), bars);
  } finally {
    chart.dispose();
  }
}

const ELEMENT = /<(path|text|rect)\b([^>]*)>([^<]*)<\/\1>/g;
const ATTRIBUTE = /([a-z_-]+)="([^"]*)"/g;
const KEPT = new Set([
  'd',
  'x',
  'y',
  'width',
  'height',
  'fill',
  'stroke',
  'transform',
  'text-anchor',
  'dominant-baseline',
]);

/**
 * The drawing is a flat list of paths and texts. They become elements of ours, not raw markup in the page:
 * without inline styles, which the content security policy need not allow then, and with a title for each bar.
 */
function elementsOf(svg: string, bars: readonly BarDay[]): ReactElement[] {
  return [...svg.matchAll(ELEMENT)].map(([, tag = '', attributes = '', text = ''], index) => {
    const all = [...attributes.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const kept = all
      .filter(([name = '']) => KEPT.has(name))
      .map(([name = '', value]) => [camel(name), value]);
    const bar = bars[Number(new Map(all as [string, string][]).get('ecmeta_data_index') ?? -1)];
    const title =
      bar?.calls == null
        ? null
        : createElement('title', null, `${bar.label}: ${callsWords(bar.calls)}`);
    return createElement(tag, { key: index, ...Object.fromEntries(kept) }, title ?? (text || null));
  });
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
