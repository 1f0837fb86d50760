// The simulated carrier: the driver's port over the seeded world of src/simulation. It keeps to the clock
// it is given, so a world can run faster than real time; it must never invent a fate of its own.
import type { Clock } from '../clock.ts';
import { TokenBucket } from '../core/tokenBucket.ts';
import { baseWorld, carrierLimits } from '../simulation/callee.ts';
import type { DialRequest, Driver, Guard, LineEvent, ReturnedCall } from './driver.ts';
import type { EventFaults } from './faultyEvents.ts';
import { GatewayHold, type Refusal, troubleOfHold } from './hold.ts';
import { SimulatedCalls } from './simulatedCalls.ts';

export interface SimulatorOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Share of live answers, 0 to 1; default 0.25 (pacing.md 5). */
  readonly answerRate?: number;
  /** Calls in the air at once; default 100,000. A dial beyond comes back. */
  readonly channelsMax?: number;
  /** Default 5,000, in the clock's time. A dial beyond comes back. */
  readonly callsPerSecondMax?: number;
  /** How its trunk refuses every call at the moment; null, and by default: it does not. */
  readonly refusal?: () => Refusal | null;
  readonly faults?: EventFaults;
  /** Hears of each dial before anything else happens, repeated ones included. */
  readonly journal?: (request: DialRequest) => void;
}

/** Opens the carrier; `close` frees its timer and drops what is in the air. */
export function openSimulator(clock: Clock, options: SimulatorOptions = {}): Driver {
  const { seed = baseWorld.seed, answerRate = baseWorld.answerRate } = options;
  const hold = new GatewayHold();
  const calls = new SimulatedCalls(clock, { seed, answerRate }, hold, options.faults);
  const trunk = new SimulatedTrunk(clock, options, hold, calls);
  let hearLine: (event: LineEvent) => void = () => undefined;
  return {
    setGuard: (guard) => trunk.setGuard(guard),
    dial: (request) => trunk.dial(request),
    // A call is placed or refused at once: none waits here.
    withdraw: () => undefined,
    connect: (callId) => calls.connect(callId),
    abandon: (callId, flowCode) => calls.abandon(callId, flowCode),
    hangUp: (callId) => calls.hangUp(callId),
    liveCalls: async () => ({ calls: calls.held(), silentGateways: [] }),
    gateways: () => [trunk.gateway()],
    listen: (listener) => calls.listen(listener),
    listenToReturns: (listener) => trunk.listenToReturns(listener),
    openLine: ({ vdnId, agentId }) => hearLine({ vdnId, agentId, state: 'up', at: clock.now() }),
    closeLine: () => undefined,
    listenToLines: (listener) => {
      hearLine = listener;
    },
    close: async () => calls.close(),
  };
}

/** The one trunk of the simulated carrier: what it bears, and what becomes of a call that it does not take. */
class SimulatedTrunk {
  readonly #clock: Clock;
  readonly #options: SimulatorOptions;
  readonly #hold: GatewayHold;
  readonly #calls: SimulatedCalls;
  readonly #channelsMax: number;
  readonly #bucket: TokenBucket;
  // Calls live in this very process, so nobody else can have taken one over: only a dial asks the guard.
  #guard: Pick<Guard, 'mayDial'> = { mayDial: () => true };
  #tellReturn: (returned: ReturnedCall) => void = () => undefined;

  constructor(clock: Clock, options: SimulatorOptions, hold: GatewayHold, calls: SimulatedCalls) {
    this.#clock = clock;
    this.#options = options;
    this.#hold = hold;
    this.#calls = calls;
    this.#channelsMax = options.channelsMax ?? carrierLimits.channelsMax;
    const perSecond = options.callsPerSecondMax ?? carrierLimits.callsPerSecondMax;
    this.#bucket = new TokenBucket(perSecond, perSecond, clock.now());
  }

  setGuard(guard: Pick<Guard, 'mayDial'>): void {
    this.#guard = guard;
  }

  listenToReturns(listener: (returned: ReturnedCall) => void): void {
    this.#tellReturn = listener;
  }

  gateway(): ReturnType<Driver['gateways']>[number] {
    const { held } = this.#hold;
    return {
      name: 'simulator',
      isUp: held === null,
      trouble: troubleOfHold(held, this.#clock.now(), this.#clock.ticks()),
      channels: this.#calls.size,
      channelsMax: this.#channelsMax,
      callsPerSecondMax: this.#bucket.perSecond,
      servesAgents: true,
    };
  }

  dial(request: DialRequest): void {
    const { callId } = request;
    if (!this.#guard.mayDial(callId)) {
      this.#giveBack({ callId, because: 'notAsked' });
      return;
    }
    this.#options.journal?.(request);
    if (this.#calls.knows(callId)) return;
    const isTrial = this.#hold.isTrialDue(this.#clock.ticks());
    const isHeld = this.#hold.held !== null && !isTrial;
    if (isHeld || this.#calls.size >= this.#channelsMax || !this.#bucket.take(this.#clock.now())) {
      this.#giveBack({ callId, because: 'notAsked' });
      return;
    }
    if (isTrial) this.#hold.try(callId);
    const refusal = this.#options.refusal?.() ?? null;
    if (refusal === null) this.#calls.place(request);
    else this.#refuse(request, refusal);
  }

  #refuse({ callId }: DialRequest, refusal: Refusal): void {
    const ticks = this.#clock.ticks();
    const judgment = this.#hold.judge(callId, refusal, ticks, ticks);
    if (judgment.kind === 'ended') this.#calls.refuse(callId, this.#clock.now(), judgment.reason);
    else this.#giveBack({ callId, because: judgment.isGatewayHeld ? 'gatewayHeld' : 'failed' });
  }

  /** The port promises that a dial returns before anything is told. */
  #giveBack(returned: ReturnedCall): void {
    this.#calls.bar(returned.callId);
    queueMicrotask(() => this.#tellReturn(returned));
  }
}
