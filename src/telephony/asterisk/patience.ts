// After a PBX has started, its telephones register one after another. An agent's telephone that is not
// registered yet is called again a few times, with growing pauses, before its line counts as refused.

/** Pauses between calls, three minutes in all: telephones behind a NAT register every minute or two. */
const pausesMillis = [2_000, 5_000, 10_000, 20_000, 30_000, 50_000, 60_000];

interface Wait {
  tries: number;
  /** In the clock's ticks. */
  notBefore: number;
}

export class Patience {
  readonly #waits = new Map<string, Wait>();

  /** The PBX has just come, and this agent's telephone is to be called. */
  begin(owner: string): void {
    this.#waits.set(owner, { tries: 0, notBefore: 0 });
  }

  /** The line is there, or nobody wants it any more. */
  end(owner: string): void {
    this.#waits.delete(owner);
  }

  /** The telephone was not there. True: it is to be called again when `isDue` says so. */
  goesOn(owner: string, ticks: number): boolean {
    const wait = this.#waits.get(owner);
    const pause = wait === undefined ? undefined : pausesMillis[wait.tries];
    if (wait === undefined || pause === undefined) {
      this.#waits.delete(owner);
      return false;
    }
    wait.tries += 1;
    wait.notBefore = ticks + pause;
    return true;
  }

  isDue(owner: string, ticks: number): boolean {
    return (this.#waits.get(owner)?.notBefore ?? 0) <= ticks;
  }
}
