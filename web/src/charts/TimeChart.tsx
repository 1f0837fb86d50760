// A chart over time, in the VDN's zone and the colors of the day or the night. The library behind it is
// half a megabyte, so it is loaded when the first chart is shown.
import { lazy, Suspense } from 'react';
import { Loading } from '../parts/states/Loading.tsx';
import type { TimeChartProps } from './timeSeries.ts';

export const loadDrawnTimeChart = async () => (await import('./DrawnTimeChart.tsx')).DrawnTimeChart;

const Drawn = lazy(async () => ({ default: await loadDrawnTimeChart() }));

export const TimeChart = (props: TimeChartProps) => (
  <Suspense fallback={<Loading rows={5} />}>
    <Drawn {...props} />
  </Suspense>
);
