// Draws a TimeChart with ECharts. Its own tooltips are markup with styles inside, which the page's policy
// does not let through, so ours are made of elements.
import { theme } from 'antd';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useIsDark } from '../preferences.ts';
import { type Format, useFormat } from '../text/format.ts';
import type { TimeChartProps, TimeSeries } from './timeSeries.ts';

use([
  LineChart,
  BarChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

const heightDefault = 220;

/** Told apart by people who do not see colors well, and readable on both grounds. */
const palettes = {
  day: ['#3949ab', '#0f8a6d', '#b45309', '#9d3a8c', '#5f6573', '#2b7fb8'],
  night: ['#93a4ff', '#4cc3a0', '#e5a54b', '#dd86cd', '#9aa1ad', '#6db9ea'],
} as const;

export function DrawnTimeChart(props: TimeChartProps) {
  const { label, height = heightDefault } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const { token } = theme.useToken();
  const isDark = useIsDark();
  const format = useFormat();
  useEffect(() => {
    if (place.current === null) return;
    const drawn = init(place.current);
    chart.current = drawn;
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(place.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
    };
  }, []);
  useEffect(() => {
    const colors = {
      text: token.colorTextSecondary,
      line: token.colorBorderSecondary,
      mark: token.colorTextTertiary,
      limit: token.colorError,
      ground: token.colorBgElevated,
      strong: token.colorText,
    };
    chart.current?.setOption(optionOf(props, palettes[isDark ? 'night' : 'day'], colors, format), true);
  });
  return <div ref={place} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}

/** Seconds are told where the whole chart is some minutes. */
function shownOf(series: readonly TimeSeries[]): number {
  const ends = series.flatMap(({ points }) => [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0]);
  return Math.max(...ends) - Math.min(...ends) < 5 * 60_000 ? 8 : 5;
}

type Colors = Readonly<Record<'text' | 'line' | 'mark' | 'limit' | 'ground' | 'strong', string>>;

function optionOf(props: TimeChartProps, palette: readonly string[], colors: Colors, format: Format) {
  const { series, marks = [], limit, valueMax, valueText = format.number } = props;
  const label = { color: colors.text, fontSize: 11 };
  return {
    animation: false,
    grid: { left: 4, right: 12, top: series.length > 1 ? 32 : 12, bottom: 4, containLabel: true },
    legend: {
      show: series.length > 1,
      top: 0,
      left: 0,
      icon: 'roundRect',
      itemWidth: 10,
      itemHeight: 10,
      textStyle: label,
    },
    xAxis: {
      type: 'time',
      axisLabel: {
        ...label,
        hideOverlap: true,
        formatter: (at: number) => format.time(at).slice(0, shownOf(series)),
      },
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...(valueMax === undefined ? {} : { max: valueMax }),
      minInterval: 1,
      axisLabel: { ...label, formatter: (value: number) => valueText(value) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    tooltip: {
      trigger: 'axis',
      backgroundColor: colors.ground,
      borderColor: colors.line,
      textStyle: { color: colors.strong, fontSize: 12 },
      formatter: (points: unknown) => tooltipOf(points, series, palette, valueText, format),
    },
    series: [
      ...series.map((one) => seriesOf(one, palette)),
      {
        type: 'line',
        data: [],
        markLine: {
          symbol: 'none',
          animation: false,
          label: { ...label, formatter: '{b}' },
          data: [
            ...marks.map(({ at, name }) => ({
              xAxis: at,
              name,
              lineStyle: { color: colors.mark, type: 'dashed' },
            })),
            ...(limit === undefined
              ? []
              : [
                  {
                    yAxis: limit.value,
                    name: limit.name,
                    label: { position: 'insideEndTop' },
                    lineStyle: { color: colors.limit, type: 'dashed' },
                  },
                ]),
          ],
        },
      },
    ],
  };
}

function seriesOf({ name, points, kind, color }: TimeSeries, palette: readonly string[]) {
  const own = { name, data: points, color: colorOf(palette, color) };
  if (kind === 'bars') return { ...own, type: 'bar', barMaxWidth: 14 };
  const isStack = kind === 'stack';
  return {
    ...own,
    type: 'line',
    // A line of one point would not be seen.
    showSymbol: points.filter(([, value]) => value !== null).length === 1,
    lineStyle: { width: isStack ? 0 : 2 },
    ...(isStack ? { stack: 'one', areaStyle: { opacity: 0.8 }, step: 'end' } : {}),
  };
}

const colorOf = (palette: readonly string[], number: number): string =>
  palette[number % palette.length] ?? '';

function tooltipOf(
  points: unknown,
  series: readonly TimeSeries[],
  palette: readonly string[],
  valueText: (value: number) => string,
  format: Format,
): HTMLElement {
  const box = document.createElement('div');
  const read = (Array.isArray(points) ? points : [points]).flatMap(readPoint);
  const head = document.createElement('div');
  head.textContent = read[0] === undefined ? '' : format.time(read[0].at);
  box.append(head);
  for (const { name, value } of read) {
    const line = document.createElement('div');
    const mark = document.createElement('span');
    mark.textContent = '■ ';
    mark.style.color = colorOf(palette, series.find((one) => one.name === name)?.color ?? 0);
    line.append(mark, `${name}: ${valueText(value)}`);
    box.append(line);
  }
  return box;
}

/** What ECharts says of one point under the pointer. */
function readPoint(point: unknown): { name: string; at: number; value: number }[] {
  if (typeof point !== 'object' || point === null) return [];
  const [name, data]: unknown[] = [Reflect.get(point, 'seriesName'), Reflect.get(point, 'data')];
  if (typeof name !== 'string' || !Array.isArray(data) || typeof data[1] !== 'number') return [];
  return [{ name, at: Number(data[0]), value: data[1] }];
}
