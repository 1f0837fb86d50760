// Runs one bounded pass after another until it is told to stop. A pass that throws (for example, because
// the database is away) is logged and tried again after growing pauses; the loop itself never dies.
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';

export interface LoopOptions {
  readonly name: string;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly log: Logger;
  /** Called when a pass failed. Answers whether the log knows of it already. */
  readonly onFailure: (error: unknown) => boolean;
  /** Does a bounded piece of work; answers how many milliseconds to wait before the next pass. */
  readonly pass: () => Promise<number>;
}

export interface Loop {
  /** Cuts the present wait short. */
  wake(): void;
  /** Lets the present pass finish, and ends. */
  stop(): Promise<void>;
}

const failureWaitMillis = 200;
const failureWaitMillisMax = 3_000;

/** Why a wait is cut short; without a reason, Node makes an error for each. */
const woken = 'woken';

/** Starts a loop; its first pass begins at once. */
export function startLoop(options: LoopOptions): Loop {
  let stopped = false;
  let isWoken = false;
  let waiting = new AbortController();
  let failures = 0;

  const run = async (): Promise<void> => {
    while (!stopped) {
      isWoken = false;
      let waitMillis: number;
      try {
        waitMillis = await options.pass();
        failures = 0;
      } catch (error) {
        failures += 1;
        const isKnown = options.onFailure(error);
        // The first failure of a row is worth a line, the others are the same line again.
        if (failures === 1 && !isKnown)
          options.log.error({ worker: options.name, err: error }, 'worker pass failed');
        waitMillis = Math.min(failureWaitMillis * 2 ** (failures - 1), failureWaitMillisMax);
      }
      if (stopped || (isWoken && failures === 0)) continue;
      waiting = new AbortController();
      await options.clock.sleep(waitMillis, waiting.signal);
    }
  };

  const ended = run();
  return {
    wake: () => {
      isWoken = true;
      // A failing pass keeps its patience: waking it would only hammer a database that is away.
      if (failures === 0) waiting.abort(woken);
    },
    stop: async () => {
      stopped = true;
      waiting.abort(woken);
      await ended;
    },
  };
}
