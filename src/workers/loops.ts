// The loops of one process by name, so that news can wake one, and a stop can end them in its order.
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics.ts';
import type { Database } from '../store/database/connection.ts';
import { isShortage } from '../store/database/storage.ts';
import { type Loop, startLoop } from './loop.ts';

export type LoopName =
  | 'heartbeat'
  | 'lease'
  | 'dial'
  | 'dialForAgents'
  | 'desk'
  | 'pacing'
  | 'record'
  | 'compare'
  | 'deliver'
  | 'maintain'
  | 'storage';

export interface LoopsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
}

export class Loops {
  readonly #deps: LoopsDeps;
  readonly #loops = new Map<LoopName, Loop>();

  constructor(deps: LoopsDeps) {
    this.#deps = deps;
  }

  /** Starts the loop; its first pass begins at once. A pass answers the milliseconds until the next. */
  start(name: LoopName, pass: () => Promise<number>): void {
    const { clock, database, log, metrics } = this.#deps;
    const onFailure = (error: unknown): boolean => {
      metrics.passFailures.inc({ worker: name });
      return isShortage(database, log, error);
    };
    this.#loops.set(name, startLoop({ name, clock, log, onFailure, pass }));
  }

  /** Cuts the loop's present wait short. */
  wake(name: LoopName): void {
    this.#loops.get(name)?.wake();
  }

  /** Lets the present passes of these loops finish, and ends them. Stopping twice is stopping once. */
  async stop(...names: readonly LoopName[]): Promise<void> {
    await Promise.all(names.map((name) => this.#loops.get(name)?.stop()));
  }
}
