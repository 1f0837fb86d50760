// Erlang's loss formula: the limit of a rule that looks at nothing, and the check of the simulator before
// its other numbers are believed (pacing.md 6).

/** The share of calls lost when Poisson calls of `load` erlangs meet `servers` agents and nobody waits. */
export function erlangB(load: number, servers: number): number {
  let lost = 1;
  for (let server = 1; server <= servers; server += 1) lost = (load * lost) / (server + load * lost);
  return lost;
}

/** The load in erlangs at which `lostShare` of the calls are lost, by bisection. */
export function erlangLoad(lostShare: number, servers: number): number {
  let low = 0;
  let high = 2 * servers + 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (erlangB(middle, servers) > lostShare) high = middle;
    else low = middle;
  }
  return low;
}

/** The share of calls lost when each waits an exponential time, on average `patienceSeconds`, and then goes. */
export function erlangA(
  load: number,
  servers: number,
  handleSeconds: number,
  patienceSeconds: number,
): number {
  const perSecond = load / handleSeconds;
  let weight = 1;
  let weights = 1;
  let waiting = 0;
  for (let calls = 1; calls < servers + 1000; calls += 1) {
    const queued = Math.max(0, calls - servers);
    weight *= perSecond / (Math.min(calls, servers) / handleSeconds + queued / patienceSeconds);
    weights += weight;
    waiting += weight * queued;
  }
  return waiting / weights / patienceSeconds / perSecond;
}
