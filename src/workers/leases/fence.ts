// The fence: whether this process may still ask a carrier for anything. Leases are prolonged in time or
// another process takes over, so every request to a carrier looks here first, in the turn of the event loop
// in which it leaves (ARCHITECTURE, rule 12). Time alone closes the fence, so it closes even when no
// failure is noticed.
import type { Clock } from '../../clock.ts';
import type { Millis } from '../../core/units.ts';

/** Both clocks, read at one moment. */
export interface Reading {
  readonly at: Millis;
  readonly ticks: number;
}

export class Fence {
  readonly #clock: Pick<Clock, 'now' | 'ticks'>;
  readonly #leaseMillis: number;
  /** The moment from which the leases last. */
  #from: Reading;

  /** Open at first: a process that holds nothing yet has nothing that another could have taken. */
  constructor(clock: Pick<Clock, 'now' | 'ticks'>, leaseMillis: number) {
    this.#clock = clock;
    this.#leaseMillis = leaseMillis;
    this.#from = this.read();
  }

  /** To be taken before leases are prolonged: an answer may be old when it is read. */
  read(): Reading {
    return { at: this.#clock.now(), ticks: this.#clock.ticks() };
  }

  /** Every lease that this process still holds has been prolonged, and those it has lost are dropped. */
  prolong(from: Reading): void {
    this.#from = from;
  }

  /**
   * False when the leases have run out by either clock: the machine's clock may be set back, and the one
   * that counts ticks may stand still while a virtual machine is suspended.
   */
  isOpen(): boolean {
    const { at, ticks } = this.read();
    return at < this.#from.at + this.#leaseMillis && ticks < this.#from.ticks + this.#leaseMillis;
  }
}
