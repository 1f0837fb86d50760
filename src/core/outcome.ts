// How a call can end, and the contract's cause code for each (contract.md 9). This table is the
// only place where an outcome meets its code.

/** Each outcome with its cause code (`failCode`). Codes in comments are from contract.md 9. */
export const causeOf = {
  /** The IVR or an agent had the customer. */
  succeeded: '00000',
  /** Answered, and gone before the IVR or an agent had the customer. */
  hungUpAfterAnswer: '00531',
  busy: '00537',
  noSuchNumber: '00538',
  switchedOff: '00548',
  outOfCoverage: '00549',
  hungUpBeforeAnswer: '00601',
  /** The network gave up ringing before we did. */
  noAnswer: '00603',
  rejected: '00604',
  hungUpInQueue: '00701',
  queueTimeout: '00702',
  /** A machine answered a call that was meant for an agent: nobody was reached (no code of its own). */
  machine: '00603',
  /** We gave up ringing at maxAlertingTime. */
  ringTimeout: '01040',
  /** Answered by a live person, and no agent was there in time. */
  abandoned: '01046',
  taskMissing: '34601',
  numberEmpty: '34605',
  /** The place-call request failed: the customer was never rung. */
  placeFailed: '34606',
  /** The VDN's allowedPrefixes do not allow the number: the customer was never rung. */
  notAllowed: '34606',
  /** No outcome came after dialing; written back after a timeout or after a crash. */
  noOutcome: '34608',
  noResources: '00605',
  systemFault: '34611',
} as const;

export type Outcome = keyof typeof causeOf;

export const outcomes = Object.keys(causeOf) as readonly Outcome[];

/** The contract's `failCode`. */
export type Cause = (typeof causeOf)[Outcome];

/** Contract `callStatus`: 6 succeeded, 5 failed. */
export const callStatusOf = (cause: string): 5 | 6 => (cause === causeOf.succeeded ? 6 : 5);
