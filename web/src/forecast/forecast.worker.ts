// Foresees beside the page, so that it stays alive meanwhile: a second or two, then what was seen.
import { type ForecastQuestion, foresee } from './forecast.ts';

const longestMillis = 1200;

self.addEventListener('message', ({ data }: MessageEvent<ForecastQuestion>) => {
  const begin = performance.now();
  self.postMessage(foresee(data, () => performance.now() - begin > longestMillis));
});
