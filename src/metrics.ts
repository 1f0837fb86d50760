// The metrics for operators, by the names under which /metrics shows them. Created once by main and handed
// to the workers; nothing here decides anything.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly beats: Counter;
  readonly callsPlaced: Counter;
  readonly callsEnded: Counter<'outcome'>;
  readonly gateRefusals: Counter<'gate'>;
  readonly throttledSeconds: Counter<'limit'>;
  readonly gatewayUp: Gauge<'gateway'>;
  readonly gatewayHeld: Gauge<'gateway' | 'reason'>;
  readonly callsReturned: Counter<'because'>;
  readonly gatewayChannels: Gauge<'gateway'>;
  readonly callsUnknown: Gauge<'gateway'>;
  readonly callsInFlight: Gauge;
  readonly leasesHeld: Gauge;
  readonly eventsUnknown: Counter;
  readonly beatLateSeconds: Histogram;
  readonly decideSeconds: Histogram;
  readonly agents: Gauge<'state'>;
  readonly peopleWaiting: Gauge;
  readonly liveAnswers: Counter;
  readonly callsAbandoned: Counter;
  readonly claimSeconds: Histogram;
  readonly settleSeconds: Histogram;
  readonly noticePushes: Counter<'result'>;
  readonly noticesUndelivered: Counter;
  readonly noticeAgeSeconds: Gauge;
  readonly passFailures: Counter<'worker'>;
}

/** A registry of its own for each server, so that two in one process (tests) do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'campana_' });
  const registers = [registry];
  const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
  return {
    registry,
    beats: new Counter({ name: 'campana_beats_total', help: 'Beats decided.', registers }),
    callsPlaced: new Counter({
      name: 'campana_calls_placed_total',
      help: 'Calls the carrier was asked for.',
      registers,
    }),
    callsEnded: new Counter({
      name: 'campana_calls_ended_total',
      help: 'Calls settled, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    gateRefusals: new Counter({
      name: 'campana_gate_refusals_total',
      help: 'Beats on which nothing was dialed, by the gate that decided.',
      labelNames: ['gate'],
      registers,
    }),
    throttledSeconds: new Counter({
      name: 'campana_throttled_seconds_total',
      help: 'Seconds of beats on which a campaign placed less than it would, by the limit of the carrier.',
      labelNames: ['limit'],
      registers,
    }),
    gatewayUp: new Gauge({
      name: 'campana_gateway_up',
      help: '1 while the gateway takes calls, 0 while its PBX does not answer or it is held.',
      labelNames: ['gateway'],
      registers,
    }),
    gatewayHeld: new Gauge({
      name: 'campana_gateway_held',
      help: '1 while the gateway is held after failures on our side, with the reason.',
      labelNames: ['gateway', 'reason'],
      registers,
    }),
    callsReturned: new Counter({
      name: 'campana_calls_returned_total',
      help: 'Calls that rang no telephone, for a reason on our side; their numbers wait again, without an attempt.',
      labelNames: ['because'],
      registers,
    }),
    gatewayChannels: new Gauge({
      name: 'campana_gateway_channels',
      help: 'Calls that the gateway holds, of all processes.',
      labelNames: ['gateway'],
      registers,
    }),
    callsUnknown: new Gauge({
      name: 'campana_calls_unknown',
      help: 'Calls in flight that this gateway may hold while it does not answer.',
      labelNames: ['gateway'],
      registers,
    }),
    callsInFlight: new Gauge({
      name: 'campana_calls_in_flight',
      help: 'Calls claimed and not ended, in this process.',
      registers,
    }),
    leasesHeld: new Gauge({
      name: 'campana_leases_held',
      help: 'Campaigns this process drives.',
      registers,
    }),
    eventsUnknown: new Counter({
      name: 'campana_carrier_events_unknown_total',
      help: 'Events of calls that this process does not hold.',
      registers,
    }),
    beatLateSeconds: new Histogram({
      name: 'campana_beat_late_seconds',
      help: 'How late a beat began, against the grid of its campaign.',
      buckets,
      registers,
    }),
    decideSeconds: new Histogram({
      name: 'campana_decide_seconds',
      help: 'Time to learn and decide in one beat of a campaign with agents.',
      buckets: [0.0001, 0.00025, 0.0005, ...buckets],
      registers,
    }),
    agents: new Gauge({
      name: 'campana_agents',
      help: 'Agents signed in here, by state; onBreak for those who are idle on a break.',
      labelNames: ['state'],
      registers,
    }),
    peopleWaiting: new Gauge({
      name: 'campana_people_waiting',
      help: 'People who answered and wait for an agent.',
      registers,
    }),
    liveAnswers: new Counter({
      name: 'campana_live_answers_total',
      help: 'Calls of campaigns with agents that a person answered.',
      registers,
    }),
    callsAbandoned: new Counter({
      name: 'campana_calls_abandoned_total',
      help: 'Live answers for which no agent was there within the legal limit.',
      registers,
    }),
    claimSeconds: new Histogram({
      name: 'campana_claim_seconds',
      help: 'Time to claim the calls of one beat.',
      buckets,
      registers,
    }),
    settleSeconds: new Histogram({
      name: 'campana_settle_seconds',
      help: 'Time to settle one batch of events.',
      buckets,
      registers,
    }),
    noticePushes: new Counter({
      name: 'campana_notice_pushes_total',
      help: 'POSTs to callBackUrl, by result: delivered or failed.',
      labelNames: ['result'],
      registers,
    }),
    noticesUndelivered: new Counter({
      name: 'campana_notices_undelivered_total',
      help: 'Notices whose pushes are used up.',
      registers,
    }),
    noticeAgeSeconds: new Gauge({
      name: 'campana_notice_age_seconds',
      help: 'Age of the oldest waiting notice seen by the last delivery pass.',
      registers,
    }),
    passFailures: new Counter({
      name: 'campana_worker_failures_total',
      help: 'Worker passes that failed and are tried again, by worker.',
      labelNames: ['worker'],
      registers,
    }),
  };
}
