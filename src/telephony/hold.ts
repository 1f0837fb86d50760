// Whether a gateway may be asked for calls: trouble on our side of the network holds the gateway, and
// costs no number an attempt. A run of failures in a row holds it; then one trial call goes after a pause
// that doubles, and a sign of the far side opens it. Measured in ticks, so no change of the clock matters.
import type { EndReason } from '../core/call.ts';
import type { GatewayTrouble } from '../core/carrier.ts';
import type { Bilingual } from '../core/language.ts';
import { type CallId, type Millis, toMillis } from '../core/units.ts';

/** How a call ended that nobody answered, and whose end it was. */
export interface Refusal {
  /**
   * `number`: the far side said something of the called number. `ours`: trouble on our side. `doubtful`:
   * either, told by how the calls around it fare. `silent`: nothing was heard of the far side.
   */
  readonly whose: 'number' | 'ours' | 'doubtful' | 'silent';
  /** How the call ends if it is the number's. */
  readonly reason: EndReason;
  /** As part of a sentence: `the trunk answers 503 Service Unavailable`. */
  readonly saying: Bilingual;
}

/** What becomes of a call that was refused. */
export type Judgment =
  | { readonly kind: 'ended'; readonly reason: EndReason }
  /** Nobody was rung: not an attempt. `isGatewayHeld`: no call gets through, so it says nothing of the number. */
  | { readonly kind: 'returned'; readonly isGatewayHeld: boolean };

/** Why a gateway takes no calls. */
export interface Held {
  readonly saying: Bilingual;
  readonly sinceTicks: number;
  /** When a trial call may go. */
  readonly trialTicks: number;
  /** A trial call is under way. */
  readonly isTrying: boolean;
}

/** The same for people, whose clock shows `now` at `ticks`. */
export function troubleOfHold(held: Held | null, now: Millis, ticks: number): GatewayTrouble | null {
  if (held === null) return null;
  const instantOf = (at: number): Millis => toMillis(Math.round(now + at - ticks));
  const { saying, sinceTicks, trialTicks, isTrying } = held;
  return {
    kind: 'held',
    reason: saying,
    since: instantOf(sinceTicks),
    trialAt: isTrying ? null : instantOf(trialTicks),
  };
}

/** So many failures in a row hold a gateway: fewer may be bad luck, and each costs a call to a trunk that is down. */
export const failuresMax = 5;
/** The first pause before a trial call, and the longest. */
const pauseMillisMin = 1_000;
const pauseMillisMax = 60_000;

export class GatewayHold {
  /** Since the last sign of the far side. */
  #failures = 0;
  /** When the first of them was told. */
  #runTicks = 0;
  /** When a call was dialed, or looked at, that brought the last sign. */
  #signTicks = Number.NEGATIVE_INFINITY;
  #pauseMillis = pauseMillisMin;
  #held: Omit<Held, 'isTrying'> | null = null;
  #trial: CallId | null = null;

  /** Null: it takes calls. */
  get held(): Held | null {
    return this.#held === null ? null : { ...this.#held, isTrying: this.#trial !== null };
  }

  /** True: one call may go now, to see whether the far side is there again. */
  isTrialDue(ticks: number): boolean {
    return this.#held !== null && this.#trial === null && ticks >= this.#held.trialTicks;
  }

  /** This call is the trial. */
  try(callId: CallId): void {
    this.#trial = callId;
  }

  /** The call is over. A trial that has told nothing is followed by another after the same pause. */
  over(callId: CallId, ticks: number): void {
    if (this.#trial !== callId) return;
    this.#trial = null;
    this.#pause(ticks);
  }

  /** What was known to be wrong before any call: the gateway begins held. */
  hold(saying: Bilingual, ticks: number): void {
    if (this.#held !== null) return;
    if (this.#failures === 0) this.#runTicks = ticks;
    this.#held = { saying, sinceTicks: ticks, trialTicks: ticks + this.#pauseMillis };
  }

  /** A call dialed at `dialedTicks` has rung, was answered, or was refused with a word on its number. */
  sign(dialedTicks: number, ticks: number): void {
    this.#signTicks = ticks;
    // A call dialed before the run says nothing of whether calls get through now. One dialed within it does:
    // the failures were those of their numbers, and they must not keep others from a trunk that works.
    if (this.#held !== null && dialedTicks < this.#runTicks) return;
    this.#failures = 0;
    this.#pauseMillis = pauseMillisMin;
    this.#held = null;
    this.#trial = null;
  }

  /** Whose end it was, now that a call dialed at `dialedTicks` was refused. */
  judge(callId: CallId, refusal: Refusal, dialedTicks: number, ticks: number): Judgment {
    const { whose, reason, saying } = refusal;
    const isOfNumber =
      whose === 'number' ||
      // A second one in a row, with no sign of the far side between, is believed no more.
      (whose === 'doubtful' && this.#held === null && this.#failures === 0) ||
      (whose === 'silent' && this.#held === null && this.#signTicks > dialedTicks);
    if (whose === 'number') this.sign(dialedTicks, ticks);
    else this.#fail(callId, saying, ticks);
    return isOfNumber ? { kind: 'ended', reason } : { kind: 'returned', isGatewayHeld: this.#held !== null };
  }

  #fail(callId: CallId, saying: Bilingual, ticks: number): void {
    this.#failures += 1;
    if (this.#failures === 1) this.#runTicks = ticks;
    if (this.#held === null) {
      if (this.#failures >= failuresMax) this.hold(saying, ticks);
      return;
    }
    // The others were under way when the run began.
    if (this.#trial !== callId) return;
    this.#trial = null;
    this.#pauseMillis = Math.min(pauseMillisMax, this.#pauseMillis * 2);
    this.#held = { ...this.#held, saying };
    this.#pause(ticks);
  }

  #pause(ticks: number): void {
    if (this.#held !== null) this.#held = { ...this.#held, trialTicks: ticks + this.#pauseMillis };
  }
}
