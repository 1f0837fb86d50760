// Asks the worker for a forecast; another question ends the one before.
import { useEffect, useState } from 'react';
import type { Forecast, ForecastQuestion } from './forecast.ts';

/** Null while it is being foreseen; `failed` when it cannot be. */
export function useForecast(question: ForecastQuestion | null): Forecast | 'failed' | null {
  const [answer, setAnswer] = useState<{ key: string; forecast: Forecast | 'failed' } | null>(null);
  const key = JSON.stringify(question);
  useEffect(() => {
    if (key === 'null') return;
    const worker = new Worker(new URL('./forecast.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Forecast>) => setAnswer({ key, forecast: data });
    worker.onerror = () => setAnswer({ key, forecast: 'failed' });
    worker.postMessage(JSON.parse(key));
    return () => worker.terminate();
  }, [key]);
  return answer?.key === key ? answer.forecast : null;
}
