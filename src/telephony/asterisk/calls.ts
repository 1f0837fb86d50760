// The calls that the PBXes hold, each a leg that moves through its stages by what Asterisk tells of its
// channel and by what the desk asks for; each stage that matters to Campana is told as an event. It keeps
// in memory what it needs to steer; what a crash must not lose stands on the channels themselves.
import type { Clock } from '../../clock.ts';
import { type CallEvent, farewellSecondsMax } from '../../core/call.ts';
import { type CallId, type Millis, toMillis } from '../../core/units.ts';
import type { AgentTelephone } from '../driver.ts';
import type { Judgment, Refusal } from '../hold.ts';
import { rememberLatest } from '../latestIds.ts';
import type { Ari } from './ari.ts';
import type { AriChannel, AriEvent } from './ariMessages.ts';
import type { ChannelEnd } from './causes.ts';
import {
  adoptedLeg,
  answeredByOf,
  endOf,
  factsOf,
  handedTo,
  holdMillis,
  isInFlow,
  type Leg,
  reactionTo,
  readSkill,
} from './leg.ts';
import { flowContext, flowEntrance, isName, isTalkBridge } from './names.ts';

export interface CallsDeps {
  readonly clock: Clock;
  /** Our own at every PBX: what is handed to another is another process's to act upon. */
  readonly application: string;
  readonly log: { warn(fields: object, text: string): void };
  /** The PBX that has the agents' telephones: only a person there can be joined with one. */
  readonly agentsPbx: () => Ari;
  readonly hear: (event: CallEvent) => void;
  /** Joins the person with the telephone; `joined` or `notJoined` follows. */
  readonly join: (callId: CallId, called: string, telephone: AgentTelephone) => void;
  /** A call was found that this life has not placed. */
  readonly adopted: (leg: Leg, channel: AriChannel) => void;
  /** The call is over: its channel and its agent are free. */
  readonly over: (callId: CallId) => void;
  /** The far side has given a sign of this call. */
  readonly sign: (leg: Leg) => void;
  /** Whose end it is that a call was refused. */
  readonly judge: (leg: Leg, refusal: Refusal) => Judgment;
  /** The call comes back: nobody was rung. */
  readonly giveBack: (callId: CallId, isGatewayHeld: boolean) => void;
}

/** Ended calls whose id is still known, so that placing one again is refused. */
const endedIdsKept = 20_000;

export class Calls {
  readonly #deps: CallsDeps;
  readonly #legs = new Map<CallId, Leg>();
  readonly #endedIds = rememberLatest<CallId>(endedIdsKept);

  constructor(deps: CallsDeps) {
    this.#deps = deps;
  }

  /** True for a call that is held, or has been: it must not be placed again. */
  knows(callId: CallId): boolean {
    return this.#legs.has(callId) || this.#endedIds.has(callId);
  }

  /** True while the call is not over. */
  isHeld(callId: CallId): boolean {
    return this.#legs.has(callId);
  }

  /** True while this very leg is held. */
  holds(leg: Leg): boolean {
    return this.#legs.get(leg.callId) === leg;
  }

  all(): readonly Leg[] {
    return [...this.#legs.values()];
  }

  /** A call that is being placed, or has been by an earlier life. */
  add(leg: Leg): void {
    leg.heldTicks = this.#deps.clock.ticks();
    this.#legs.set(leg.callId, leg);
  }

  /** The call is not placed, now or later. */
  bar(callId: CallId): void {
    this.#endedIds.add(callId);
  }

  /** The call was not placed. */
  refuse(callId: CallId): void {
    this.bar(callId);
    this.#deps.hear({ kind: 'ended', callId, at: this.#deps.clock.now(), reason: 'placeFailed' });
  }

  /** The call ended without anybody having answered. */
  end(leg: Leg, refusal: Refusal): void {
    const judgment = this.#deps.judge(leg, refusal);
    const { callId } = leg;
    this.forget(leg);
    if (judgment.kind === 'returned') this.#deps.giveBack(callId, judgment.isGatewayHeld);
    else this.#deps.hear({ kind: 'ended', callId, at: this.#deps.clock.now(), reason: judgment.reason });
  }

  close(): void {
    for (const { timer } of this.#legs.values()) if (timer !== null) clearTimeout(timer);
  }

  connect(callId: CallId, telephone: AgentTelephone, called: string): void {
    const leg = this.#legs.get(callId);
    if (leg === undefined || leg.stage !== 'waiting' || leg.isHangUpAsked) return;
    leg.isOurs = true;
    leg.stage = 'joining';
    if (telephone.line === 'open') this.#silence(leg);
    else this.#comfort(leg);
    this.#deps.join(callId, called, telephone);
  }

  abandon(callId: CallId, announcementFlowCode: string | null): void {
    const leg = this.#legs.get(callId);
    if (leg === undefined || leg.stage !== 'waiting') return;
    leg.isOurs = true;
    leg.stage = 'lettingGo';
    this.#sayFarewell(leg, announcementFlowCode);
  }

  hangUp(callId: CallId): void {
    const leg = this.#legs.get(callId);
    if (leg === undefined) return;
    leg.isHangUpAsked = true;
    this.hangUpChannel(callId);
  }

  /** What Asterisk tells of a call's channel. */
  take(ari: Ari, callId: CallId, event: AriEvent): void {
    const { channel } = event;
    const leg = this.#legs.get(callId);
    if (leg === undefined) {
      // A call of another process, or one that is placed at this very moment by an earlier life.
      const isJoined = event.kind === 'entered' && isTalkBridge(event.bridgeId);
      if (event.kind !== 'destroyed') this.meetAgain(ari, callId, channel, isJoined);
      return;
    }
    switch (event.kind) {
      case 'progressed':
        this.#rings(leg);
        return;
      case 'changed':
        if (channel.state === 'Up') this.#answered(leg);
        else if (channel.state === 'Ringing' || channel.state === 'Ring') this.#rings(leg);
        return;
      case 'started':
        if (event.application === this.#deps.application) this.#started(leg, event.args);
        else this.#watch(leg, handedTo(event.application, event.args, channel));
        return;
      case 'entered':
        if (isTalkBridge(event.bridgeId)) this.joined(callId);
        return;
      case 'destroyed':
        this.#destroyed(leg, channel, event.end);
    }
  }

  /** A call in a listing: an unknown one is taken up, a known one makes up for events that were missed. */
  meetAgain(ari: Ari, callId: CallId, channel: AriChannel, isJoined: boolean): void {
    const known = this.#legs.get(callId);
    if (known === undefined) {
      if (this.#endedIds.has(callId)) {
        // Given up by us, and placed all the same: the person whose telephone rings now may be called again for a retry.
        ari.request('DELETE', `/channels/${callId}`).catch(() => undefined);
        return;
      }
      const leg = adoptedLeg(callId, ari, channel, isJoined, this.#deps.clock.now());
      if (leg === null) return;
      this.add(leg);
      this.#deps.adopted(leg, channel);
      const words = this.#wordsTo(channel);
      // What came of the detection was not heard, or not done.
      if (words?.[0] === 'detected' && leg.stage !== 'connected') leg.stage = 'detecting';
      if (words !== null && leg.stage !== 'connected') this.#started(leg, words);
      return;
    }
    if (isJoined) this.joined(callId);
    if (channel.state !== 'Up') return;
    this.#answered(known);
    if (isJoined) return;
    const words = this.#wordsTo(channel);
    if (words !== null) this.#started(known, words);
    else if (channel.application === 'Stasis' || known.stage === 'machine') this.#watch(known, channel);
    // Nobody tells when the dialplan itself goes on to the flow.
    else if (known.stage === 'detecting' && known.note.detection === null && isInFlow(known, channel))
      this.#enterFlow(known);
  }

  /** With what words the dialplan has handed the channel to us; null: it has not. */
  #wordsTo({ state, application, applicationData }: AriChannel): readonly string[] | null {
    const [name, ...words] = applicationData.split(',');
    const isOurs = state === 'Up' && application === 'Stasis' && name === this.#deps.application;
    return isOurs ? words : null;
  }

  #rings(leg: Leg): void {
    if (leg.rang || leg.stage !== 'ringing') return;
    leg.rang = true;
    this.#deps.sign(leg);
    this.#tell(leg, 'ringing');
  }

  #answered(leg: Leg): void {
    if (leg.stage !== 'ringing') return;
    this.#deps.sign(leg);
    leg.answeredAt = this.#deps.clock.now();
    if (leg.note.detection !== null) leg.stage = 'detecting';
    else if (leg.note.kind === 'flow') this.#enterFlow(leg);
    // A person for an agent is told when the channel is ours to steer, a moment later.
    else leg.stage = 'detecting';
  }

  /** The customer counts as connected when they have stayed for a moment. */
  #enterFlow(leg: Leg): void {
    leg.stage = 'inFlow';
    this.#tell(leg, 'answered', leg.answeredAt ?? this.#deps.clock.now());
    leg.timer = setTimeout(() => this.#holds(leg), holdMillis);
  }

  #holds(leg: Leg): void {
    if (leg.timer !== null) clearTimeout(leg.timer);
    leg.timer = null;
    if (leg.isConnected) return;
    leg.isConnected = true;
    this.#tell(leg, 'connected', leg.answeredAt ?? this.#deps.clock.now());
  }

  #started(leg: Leg, [what, value]: readonly string[]): void {
    if (leg.stage === 'ringing') this.#answered(leg);
    if (what === 'noFlow') {
      leg.stage = 'faulty';
      this.#deps.log.warn({ callId: leg.callId, flowCode: leg.note.flowCode }, 'the PBX has no such flow');
      this.hangUpChannel(leg.callId);
    } else if (what === 'transfer') this.#transferred(leg, readSkill(value));
    else if (what === 'detected') this.#detected(leg, value);
    else if (leg.stage === 'detecting') this.#startWaiting(leg);
  }

  #transferred(leg: Leg, skillId: number | null): void {
    if (leg.stage !== 'inFlow') return;
    this.#holds(leg);
    if (skillId === null || leg.ari !== this.#deps.agentsPbx()) {
      this.#deps.log.warn({ callId: leg.callId }, 'a flow transfers to no skill queue that this PBX serves');
      this.hangUpChannel(leg.callId);
      return;
    }
    leg.stage = 'waiting';
    leg.skillId = skillId;
    leg.waitingSince = this.#deps.clock.now();
    this.#deps.hear({ kind: 'transferred', callId: leg.callId, at: leg.waitingSince, skillId });
    this.#comfortIfWaiting(leg);
  }

  #detected(leg: Leg, amdStatus: string | undefined): void {
    if (leg.stage !== 'detecting') return;
    leg.answeredBy = answeredByOf(amdStatus) ?? 'unsure';
    switch (reactionTo(leg)) {
      case 'passOn':
        if (leg.note.kind === 'agent') this.#startWaiting(leg);
        else {
          this.#enterFlow(leg);
          this.#continue(leg, flowEntrance);
        }
        return;
      case 'hangUp':
        leg.stage = 'machine';
        this.hangUpChannel(leg.callId);
        return;
      case 'leaveMessage':
        leg.stage = 'machine';
        this.#sayFarewell(leg, leg.note.detection?.messageFlowCode ?? null);
    }
  }

  #startWaiting(leg: Leg): void {
    leg.stage = 'waiting';
    leg.waitingSince = this.#deps.clock.now();
    this.#tell(leg, 'answered');
    this.#comfortIfWaiting(leg);
  }

  /** The listener may have asked for an agent at once: then no music begins. */
  #comfortIfWaiting(leg: Leg): void {
    if (leg.stage === 'waiting') this.#comfort(leg);
  }

  /** Hold music. */
  #comfort(leg: Leg): void {
    if (leg.hasMusic) return;
    leg.hasMusic = true;
    this.#ask(leg, 'POST', '/moh');
  }

  #silence(leg: Leg): void {
    if (!leg.hasMusic) return;
    leg.hasMusic = false;
    this.#ask(leg, 'DELETE', '/moh');
  }

  /**
   * Another process steers the call, or an earlier life did: nothing is done, but it is known how far it has
   * come. A person who waits is told, should the call be ours to go on with.
   */
  #watch(leg: Leg, channel: AriChannel): void {
    const hasWaited = leg.stage === 'waiting';
    if (leg.isOurs || leg.stage === 'connected') return;
    const seen = adoptedLeg(leg.callId, leg.ari, channel, false, this.#deps.clock.now());
    if (seen === null) return;
    const { stage, skillId, answeredBy } = seen;
    leg.answeredAt ??= seen.answeredAt;
    leg.waitingSince ??= seen.waitingSince;
    Object.assign(leg, { stage, skillId, answeredBy, isConnected: leg.isConnected || seen.isConnected });
    if (stage !== 'waiting' || hasWaited) return;
    if (skillId === null) this.#tell(leg, 'answered');
    else this.#deps.hear({ kind: 'transferred', callId: leg.callId, at: this.#deps.clock.now(), skillId });
  }

  /** Person and agent are in one bridge, at whichever request. */
  joined(callId: CallId): void {
    const leg = this.#legs.get(callId);
    if (leg === undefined || leg.stage === 'connected') return;
    if (leg.isOurs && leg.stage !== 'joining' && leg.stage !== 'waiting') return;
    leg.stage = 'connected';
    leg.isConnected = true;
    this.#tell(leg, 'connected');
  }

  /** The telephone was not taken: the person waits on. */
  notJoined(callId: CallId): void {
    const leg = this.#legs.get(callId);
    if (leg?.stage !== 'joining') return;
    leg.stage = 'waiting';
    this.#comfort(leg);
  }

  #destroyed(leg: Leg, channel: AriChannel, channelEnd: ChannelEnd): void {
    const now = this.#deps.clock.now();
    // A person who hung up during machine detection had answered all the same.
    if (leg.stage === 'detecting') this.#tell(leg, 'answered', leg.answeredAt ?? now);
    if (leg.stage === 'inFlow' && leg.timer !== null && now - (leg.answeredAt ?? now) >= holdMillis)
      this.#holds(leg);
    const end = endOf(leg, channelEnd, now);
    if (typeof end !== 'string') {
      this.end(leg, end);
      return;
    }
    const facts = factsOf(leg, channel);
    this.forget(leg);
    this.#deps.hear({ kind: 'ended', callId: leg.callId, at: now, reason: end, facts });
  }

  /** The PBX holds the call no longer. */
  forget(leg: Leg): void {
    if (leg.timer !== null) clearTimeout(leg.timer);
    this.#legs.delete(leg.callId);
    // One of another process is not ours to hang up, should it be listed once more.
    if (leg.isOurs) this.#endedIds.add(leg.callId);
    this.#deps.over(leg.callId);
  }

  /** Plays what the flow code names and ends the call; without one it ends at once. */
  #sayFarewell(leg: Leg, flowCode: string | null): void {
    if (flowCode === null || !isName(flowCode)) {
      this.hangUpChannel(leg.callId);
      return;
    }
    this.#silence(leg);
    this.#continue(leg, { context: flowContext, extension: flowCode, priority: 1 });
    leg.timer = setTimeout(() => this.hangUpChannel(leg.callId), farewellSecondsMax * 1000);
  }

  #continue({ ari, callId }: Leg, place: Readonly<Record<string, string | number>>): void {
    ari.request('POST', `/channels/${callId}/continue`, place).then(
      ({ status }) => status < 300 || this.hangUpChannel(callId),
      () => this.hangUpChannel(callId),
    );
  }

  /** Ends the call without its counting as our own wish: the other side of the talk is gone. */
  hangUpChannel(callId: CallId): void {
    const leg = this.#legs.get(callId);
    if (leg !== undefined) this.#ask(leg, 'DELETE', '');
  }

  #ask(leg: Leg, method: 'POST' | 'DELETE', path: string): void {
    leg.ari.request(method, `/channels/${leg.callId}${path}`).catch(() => undefined);
  }

  #tell(leg: Leg, kind: 'ringing' | 'answered' | 'connected', at: Millis = this.#deps.clock.now()): void {
    this.#deps.hear({ kind, callId: leg.callId, at: toMillis(at) });
  }
}
