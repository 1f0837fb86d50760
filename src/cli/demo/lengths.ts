// How long the parts of the tour are. The simulated world runs faster than real time, so its tour may be
// long. Real calls run in real time, so their tour is cut to two minutes.

/** The agents of the demo world (src/core/demoWorld.ts), each with a telephone in the laboratory. */
export const agentsCount = 20;

export interface Lengths {
  readonly ivr: {
    readonly numbers: number;
    /** The first numbers end in 00, 01 …: so many of them have a fate of their own at the carrier. */
    readonly fates: number;
    readonly callsBeforeChange: number;
  };
  readonly predicted: {
    readonly numbers: number;
    /** In seconds of the world: before the first change, between the two, after the second. */
    readonly watchedSeconds: { readonly before: number; readonly between: number; readonly after: number };
  };
  /** What the tour may take with --once, in milliseconds of real time. */
  readonly tourMillisMax: number;
}

/** @param speed how many times faster than real time the world runs */
export const simulatedLengths = (speed: number): Lengths => ({
  // 18 at the first pace, and seven beats at the second.
  ivr: { numbers: 81, fates: 11, callsBeforeChange: 16 },
  predicted: { numbers: 3_000, watchedSeconds: { before: 200, between: 140, after: 140 } },
  // The part in real time, and the part in the world's time.
  tourMillisMax: 25_000 + 620_000 / speed,
});

export const realLengths: Lengths = {
  // Four beats at the first pace, and five at the second; src/lab/carrier.ts has the fates.
  ivr: { numbers: 57, fates: 20, callsBeforeChange: 11 },
  predicted: { numbers: 3_000, watchedSeconds: { before: 40, between: 16, after: 16 } },
  tourMillisMax: 180_000,
};

/**
 * How the carrier's people behave in real calls, in seconds: they answer sooner and talk shorter than in
 * life, so that each agent has several talks while one watches.
 */
export const realPeople = { ringSeconds: 3, talkSeconds: 15 };
