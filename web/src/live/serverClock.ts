// What time it is in the server's world, which may run faster than real time (`--speed`), and whose clock may
// differ from the browser's. The one place in the console that reads the browser's clock.
import { useEffect, useState } from 'react';

/** The last instant the server told, when that was by this page's ticks, and how fast its world runs. */
let told = { at: Date.now(), ticks: performance.now(), speed: 1 };
let isTold = false;

/** Shorter stretches say little about the speed. */
const measuredMillisMin = 900;

/** Takes in what the server's clock said, as an ISO 8601 text. */
export function setServerTime(text: string): void {
  const [at, ticks] = [Date.parse(text), performance.now()];
  const passed = ticks - told.ticks;
  if (isTold && passed < measuredMillisMin) return;
  // Speeds are whole numbers; what is measured wavers.
  const speed = isTold ? Math.max(1, Math.round((at - told.at) / passed)) : 1;
  told = { at, ticks, speed };
  isTold = true;
}

/** Whole milliseconds since 1970 in the server’s world. */
export const serverNow = (): number => Math.round(told.at + (performance.now() - told.ticks) * told.speed);

/** `serverNow`, again and again: for whatever says "for 0:42" or "in 3 minutes". */
export function useServerNow(everySeconds = 1): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), everySeconds * 1000);
    return () => clearInterval(timer);
  }, [everySeconds]);
  return now;
}
