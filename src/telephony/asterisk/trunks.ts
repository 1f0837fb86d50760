// Which gateway takes a call, and when. Each gateway has a token bucket for its calls a second, a number of
// channels, and a short backlog for calls that wait for a token. A gateway whose PBX does not answer is not
// used, nor is one that is held after failures on our side (hold.ts). Nothing here talks to a PBX, and a
// call is placed or given back exactly once.
import type { Clock } from '../../clock.ts';
import type { GatewayState, GatewayTrouble } from '../../core/carrier.ts';
import { type Bilingual, inBoth } from '../../core/language.ts';
import { TokenBucket } from '../../core/tokenBucket.ts';
import type { CallId, Millis } from '../../core/units.ts';
import { type DialRequest, needsAgent } from '../driver.ts';
import { GatewayHold, type Judgment, type Refusal, troubleOfHold } from '../hold.ts';
import type { GatewaySettings } from './gateway.ts';

export interface TrunksHears {
  /** Place it now through this gateway; `answered` must follow. */
  place(gateway: GatewaySettings, request: DialRequest): void;
  /** None that could take it is up and has room, or its own went away while it waited. */
  giveBack(request: DialRequest): void;
  /** A gateway takes calls again (null), or takes none any more, or for another reason. */
  held(gatewayName: string, because: Bilingual | null): void;
}

/** A bucket holds what grows in this time, so calls come evenly inside the second. */
const burstSeconds = 0.05;
/** A backlog is as long as what its gateway places in this time. */
const backlogSeconds = 1;
/** With more requests unanswered than this, a PBX cannot keep up: its own pace is its limit then. */
const askedBehind = 64;
/** More are not asked for at one time; the others wait in the backlog. */
const askedMax = 128;
/** Somewhat less than a PBX that is behind has shown to bear, so that it catches up. */
const catchUpShare = 0.9;
/** How long a backlog waits that has tokens, for a PBX that is behind. */
const behindMillis = 5;

interface Gateway {
  readonly settings: GatewaySettings;
  readonly bucket: TokenBucket;
  readonly backlogMax: number;
  /** Calls that have a channel and wait for a token, the first first. */
  backlog: DialRequest[];
  /** Its PBX answers. */
  isUp: boolean;
  /** Why its PBX does not answer. */
  away: Bilingual;
  awaySince: Millis;
  readonly hold: GatewayHold;
  /** Channels taken, those of the backlog included. */
  held: number;
  /** Calls that the PBX was asked for and has not answered yet. */
  asked: number;
  /** How many of them it answered in this second, and in the one before. */
  answered: { second: number; now: number; before: number };
}

export class Trunks {
  readonly #clock: Clock;
  readonly #hears: TrunksHears;
  readonly #gateways: readonly Gateway[];
  readonly #gatewayOf = new Map<CallId, Gateway>();
  readonly #stopping = new AbortController();
  #isDraining = false;

  /** Every gateway is down until `setUp` says that its PBX answers. */
  constructor(settings: readonly GatewaySettings[], clock: Clock, hears: TrunksHears) {
    this.#clock = clock;
    this.#hears = hears;
    this.#gateways = settings.map((one) => ({
      settings: one,
      bucket: new TokenBucket(one.callsPerSecondMax, one.callsPerSecondMax * burstSeconds, clock.now()),
      backlogMax: Math.max(1, Math.floor(one.callsPerSecondMax * backlogSeconds)),
      backlog: [],
      isUp: false,
      away: notYetConnected,
      awaySince: clock.now(),
      hold: new GatewayHold(),
      held: 0,
      asked: 0,
      answered: { second: 0, now: 0, before: 0 },
    }));
  }

  /** Places the call at once, or lets it wait for a token, a second about; a call that is known already is let be. */
  dial(request: DialRequest): void {
    if (this.#gatewayOf.has(request.callId) || this.#stopping.signal.aborted) return;
    if (!this.#enter(request)) this.#hears.giveBack(request);
  }

  /** False: no gateway takes it. */
  #enter(request: DialRequest): boolean {
    const now = this.#clock.now();
    const fit = this.#fit(request);
    if (this.#enterAsTrial(request, fit, now)) return true;
    const gateway = this.#choose(fit, needsAgent(request.destination), now);
    if (gateway === null) return false;
    this.#take(request.callId, gateway);
    if (gateway.backlog.length === 0 && isReady(gateway) && gateway.bucket.take(now)) {
      this.#place(gateway, request);
      return true;
    }
    gateway.backlog.push(request);
    void this.#drain();
    return true;
  }

  /** A held gateway whose pause is over takes one call, whatever room the others have: else it stays held forever. */
  #enterAsTrial(request: DialRequest, fit: readonly Gateway[], now: Millis): boolean {
    const ticks = this.#clock.ticks();
    const gateway = fit.find((one) => isTrialDue(one, ticks) && one.bucket.take(now));
    if (gateway === undefined) return false;
    this.#take(request.callId, gateway);
    gateway.hold.try(request.callId);
    this.#place(gateway, request);
    return true;
  }

  #fit({ destination }: DialRequest): Gateway[] {
    const isForAgent = needsAgent(destination);
    return this.#gateways.filter(({ settings }) => settings.servesAgents || !isForAgent);
  }

  /** The PBX answers. */
  setUp(ariUrl: string): void {
    for (const gateway of this.#gateways) if (gateway.settings.ariUrl === ariUrl) gateway.isUp = true;
  }

  /** The PBX does not answer any more, if it has: the calls in its backlogs go to other gateways, or back. */
  setDown(ariUrl: string, because: Bilingual): void {
    const concerned = this.#gateways.filter(({ settings }) => settings.ariUrl === ariUrl);
    for (const gateway of concerned) {
      if (gateway.isUp) gateway.awaySince = this.#clock.now();
      gateway.isUp = false;
      gateway.away = because;
    }
    this.#empty(concerned);
  }

  #empty(gateways: readonly Gateway[]): void {
    const homeless = gateways.flatMap((gateway) => gateway.backlog.splice(0));
    for (const { callId } of homeless) this.release(callId);
    for (const request of homeless) if (!this.#enter(request)) this.#hears.giveBack(request);
  }

  /** Nothing gets through this gateway, as its PBX says before any call. */
  hold(gatewayName: string, saying: Bilingual): void {
    const gateway = this.#named(gatewayName);
    if (gateway !== undefined) this.#watch(gateway, () => gateway.hold.hold(saying, this.#clock.ticks()));
  }

  /** The far side has given a sign of a call that was dialed at `dialedTicks`. */
  sign(callId: CallId, dialedTicks: number): void {
    const gateway = this.#gatewayOf.get(callId);
    if (gateway !== undefined)
      this.#watch(gateway, () => gateway.hold.sign(dialedTicks, this.#clock.ticks()));
  }

  /** Whose end it is that a call was refused which was dialed at `dialedTicks`; its gateway may be held for it. */
  judge(callId: CallId, refusal: Refusal, dialedTicks: number): Judgment {
    const gateway = this.#gatewayOf.get(callId);
    // Of a call that is found as it ends nothing is known: the number is believed.
    if (gateway === undefined) return { kind: 'ended', reason: refusal.reason };
    return this.#watch(gateway, () => gateway.hold.judge(callId, refusal, dialedTicks, this.#clock.ticks()));
  }

  /** Does something that may hold the gateway or open it, and tells when it has, or for another reason. */
  #watch<Result>(gateway: Gateway, work: () => Result): Result {
    const before = gateway.hold.held;
    const result = work();
    const after = gateway.hold.held;
    if (before?.saying.en_US === after?.saying.en_US) return result;
    this.#hears.held(gateway.settings.name, after?.saying ?? null);
    if (after !== null) this.#empty([gateway]);
    return result;
  }

  #named(name: string): Gateway | undefined {
    return this.#gateways.find(({ settings }) => settings.name === name);
  }

  /** An earlier life placed this call through that gateway, or another process; it keeps its channel, beyond the limit too. */
  adopt(callId: CallId, gatewayName: string): void {
    const gateway = this.#named(gatewayName);
    if (gateway !== undefined && !this.#gatewayOf.has(callId)) this.#take(callId, gateway);
  }

  /** The call is over, and its channel free; one that still waits in a backlog is not placed any more. */
  release(callId: CallId): void {
    const gateway = this.#gatewayOf.get(callId);
    if (gateway === undefined) return;
    this.#gatewayOf.delete(callId);
    gateway.held -= 1;
    gateway.hold.over(callId, this.#clock.ticks());
    const waiting = gateway.backlog.findIndex((request) => request.callId === callId);
    if (waiting >= 0) gateway.backlog.splice(waiting, 1);
  }

  /** The gateway that holds the call, or in whose backlog it waits; null: none does. */
  gatewayOf(callId: CallId): GatewaySettings | null {
    return this.#gatewayOf.get(callId)?.settings ?? null;
  }

  /** What waits in the backlogs. */
  waiting(): DialRequest[] {
    return this.#gateways.flatMap(({ backlog }) => backlog);
  }

  /** The PBX has answered a request to place a call through this gateway, or will not answer it any more. */
  answered(gatewayName: string): void {
    const gateway = this.#named(gatewayName);
    if (gateway === undefined) return;
    gateway.asked -= 1;
    turn(gateway, this.#clock.now()).now += 1;
  }

  /** How each gateway stands. Of a PBX that cannot keep up, its own pace is the calls a second it bears. */
  gateways(): GatewayState[] {
    const now = this.#clock.now();
    return this.#gateways.map((gateway) => ({
      name: gateway.settings.name,
      isUp: gateway.isUp && gateway.hold.held === null,
      trouble: this.#troubleOf(gateway, now),
      channels: gateway.held,
      channelsMax: gateway.settings.channelsMax,
      callsPerSecondMax: paceOf(gateway, now),
      servesAgents: gateway.settings.servesAgents,
    }));
  }

  /** Places nothing more; what waits in a backlog is forgotten. */
  stop(): void {
    this.#stopping.abort();
    for (const { backlog } of this.#gateways) for (const { callId } of [...backlog]) this.release(callId);
  }

  #troubleOf({ isUp, away, awaySince, hold: { held } }: Gateway, now: Millis): GatewayTrouble | null {
    if (!isUp) return { kind: 'pbxAway', reason: away, since: awaySince };
    return troubleOfHold(held, now, this.#clock.ticks());
  }

  #take(callId: CallId, gateway: Gateway): void {
    this.#gatewayOf.set(callId, gateway);
    gateway.held += 1;
  }

  /**
   * The gateway with the most room relative to its limits. A call that needs no agent leaves the agents'
   * PBX to those that do, as long as another gateway takes it: they have no other way to go.
   */
  #choose(fit: readonly Gateway[], isForAgent: boolean, now: Millis): Gateway | null {
    const open = fit.filter(
      (gateway) =>
        gateway.isUp &&
        gateway.hold.held === null &&
        channelsFree(gateway) > 0 &&
        gateway.backlog.length < gateway.backlogMax,
    );
    const others = isForAgent ? [] : open.filter(({ settings }) => !settings.servesAgents);
    const [first, ...rest] = others.length > 0 ? others : open;
    if (first === undefined) return null;
    return rest.reduce((best, gateway) => (roomOf(gateway, now) > roomOf(best, now) ? gateway : best), first);
  }

  /** Turns until every backlog is empty: no timer runs while nobody waits. */
  async #drain(): Promise<void> {
    if (this.#isDraining) return;
    this.#isDraining = true;
    for (;;) {
      const backlogs = this.#gateways.filter(({ backlog }) => backlog.length > 0);
      if (backlogs.length === 0 || this.#stopping.signal.aborted) break;
      const now = this.#clock.now();
      const waits = backlogs.map((gateway) =>
        isReady(gateway) ? gateway.bucket.millisUntilNext(now) : behindMillis,
      );
      await this.#clock.sleep(Math.max(1, Math.min(...waits)), this.#stopping.signal);
      for (const gateway of backlogs) this.#placeFrom(gateway, this.#clock.now());
    }
    this.#isDraining = false;
  }

  #placeFrom(gateway: Gateway, now: Millis): void {
    while (gateway.backlog.length > 0 && isReady(gateway) && gateway.bucket.take(now)) {
      const request = gateway.backlog.shift();
      if (request !== undefined) this.#place(gateway, request);
    }
  }

  #place(gateway: Gateway, request: DialRequest): void {
    gateway.asked += 1;
    this.#hears.place(gateway.settings, request);
  }
}

const notYetConnected = inBoth('it is not connected yet', '尚未连接');

const isTrialDue = (gateway: Gateway, ticks: number): boolean =>
  gateway.isUp && gateway.hold.isTrialDue(ticks) && channelsFree(gateway) > 0 && isReady(gateway);

const isReady = ({ asked }: Gateway): boolean => asked < askedMax;

/** The counters of answers, turned to the present second. */
function turn(gateway: Gateway, now: Millis): Gateway['answered'] {
  const second = Math.floor(now / 1000);
  const { answered } = gateway;
  if (answered.second !== second) {
    const before = answered.second === second - 1 ? answered.now : 0;
    gateway.answered = { second, now: 0, before };
  }
  return gateway.answered;
}

function paceOf(gateway: Gateway, now: Millis): number {
  const { settings, asked } = gateway;
  if (asked <= askedBehind) return settings.callsPerSecondMax;
  const { now: soFar, before } = turn(gateway, now);
  return Math.max(1, Math.min(settings.callsPerSecondMax, Math.max(soFar, before) * catchUpShare));
}

const channelsFree = ({ settings, held }: Gateway): number => Math.max(0, settings.channelsMax - held);

/** 0 to 1: the smaller of what is left of the channels, and of the second that is to come. */
function roomOf(gateway: Gateway, now: Millis): number {
  const { settings, bucket, backlog, backlogMax } = gateway;
  const places = bucket.level(now) + backlogMax - backlog.length;
  return Math.min(channelsFree(gateway) / settings.channelsMax, places / (bucket.burst + backlogMax));
}
