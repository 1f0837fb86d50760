// Everything that happens in a simulated campaign, in order of time: the only source of figures, so no rule
// can grade itself. Kept as columns, because a long run has a million entries.

/** What an entry says; `call` and `agent` are its subjects, -1 where there is none. */
export const logged = {
  dialed: 0,
  /** A person is on the line and can be given to an agent. */
  answered: 1,
  /** The same of a machine that detection did not notice. */
  machineAnswered: 2,
  /** Over without anybody; the line is free. */
  notAnswered: 3,
  /** A person was taken for a machine and hung up on. */
  personRefused: 4,
  connected: 5,
  /** The legal limit has passed without an agent; the person may still wait. */
  abandoned: 6,
  /** The line of a waiting call is free, without an agent having taken it. */
  givenUp: 7,
  /** The person hung up before the legal limit. */
  leftEarly: 8,
  /** The talk is over; the line is free. */
  talked: 9,
  wrappedUp: 10,
  loggedIn: 11,
  loggedOff: 12,
  paused: 13,
  resumed: 14,
} as const;

export type Logged = (typeof logged)[keyof typeof logged];

export interface EventLog {
  readonly kinds: Logged[];
  /** Seconds from the start of the campaign; never falls. */
  readonly at: number[];
  readonly calls: number[];
  readonly agents: number[];
}

export const createLog = (): EventLog => ({ kinds: [], at: [], calls: [], agents: [] });

export function writeEntry(log: EventLog, kind: Logged, at: number, call: number, agent: number): void {
  log.kinds.push(kind);
  log.at.push(at);
  log.calls.push(call);
  log.agents.push(agent);
}

/** Hands each entry to `read`, from the first to the last. */
export function readLog(
  log: EventLog,
  read: (kind: Logged, at: number, call: number, agent: number) => void,
): void {
  const { kinds, at, calls, agents } = log;
  for (let index = 0; index < kinds.length; index += 1) {
    read(kinds[index] ?? 0, at[index] ?? 0, calls[index] ?? -1, agents[index] ?? -1);
  }
}
