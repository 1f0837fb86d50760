// Agents' telephones at the PBX. An open line is called once and waits in a bridge of its own, to which a
// person is added; an on-demand telephone is called for each person, and a bridge joins the two for that
// talk.
import type { Clock } from '../../clock.ts';
import type { CallId, VdnId } from '../../core/units.ts';
import type { AgentTelephone, LineEvent } from '../driver.ts';
import { type Ari, wasNotSent } from './ari.ts';
import type { AriBridge, AriChannel } from './ariMessages.ts';
import { LineRequests } from './lineRequests.ts';
import {
  callOfChannel,
  callOfRing,
  isDialable,
  isName,
  lineChannel,
  ownerKey,
  ownerOfLine,
  ringChannel,
} from './names.ts';
import { Patience } from './patience.ts';

export interface LineHearer {
  tell(event: LineEvent): void;
  /** The person's channel is in the agent's bridge. */
  joined(callId: CallId): void;
  /** The telephone was not taken: the person waits on. */
  notJoined(callId: CallId): void;
  /** The agent's side of a talk is gone. */
  talkLost(callId: CallId): void;
  /** Whether the call is still there, as far as is known. */
  isHeld(callId: CallId): boolean;
  /** Something of an earlier life is in question: `compare` is to be called soon. */
  lookAgain(): void;
  /** False: another process may seat the VDN's agents, so their telephones are not called. */
  mayRing(vdnId: VdnId): boolean;
}

interface Line {
  readonly telephone: AgentTelephone;
  readonly channelId: string;
  readonly calledTicks: number;
  state: 'calling' | 'up';
  /** The call that is joined, or about to be. */
  callId: CallId | null;
}

/** A telephone that rings for one person, or talks with them. */
interface Ring {
  /** Null: an earlier life rang it, and nobody has asked for it since. */
  telephone: AgentTelephone | null;
  readonly endpoint: string;
  readonly channelId: string;
  readonly calledTicks: number;
  isTaken: boolean;
}

/** How long a telephone rings before it counts as not taken. */
const openSecondsMax = 30;
const ringSecondsMax = 15;
/** Q.850: busy, and rejected by a hand. A telephone says so that is there. */
const answeringCauses: readonly number[] = [17, 21];
/** After a start a desk asks for its agents' lines within this time of the PBX's coming. */
const deskMillis = 15_000;
/** What the agent's telephone shows for an open line. */
const lineCaller = 'campana';
/** A channel is in a listing this long after it was asked for, at the latest. */
const listedMillis = 5_000;

export class Lines {
  readonly #ari: Ari;
  readonly #application: string;
  readonly #clock: Clock;
  readonly #hearer: LineHearer;
  /** Agents whose line is open, or is to be as soon as the PBX is there. */
  readonly #wanted = new Map<string, AgentTelephone>();
  readonly #lines = new Map<string, Line>();
  /** Agents whose line the PBX holds and nobody has asked for: an earlier life opened it. */
  #unclaimed: ReadonlySet<string> = new Set();
  readonly #rings = new Map<CallId, Ring>();
  readonly #patience = new Patience();
  readonly #requests: LineRequests;
  /** When the PBX came last, in the clock's ticks. */
  #cameTicks = Number.NEGATIVE_INFINITY;

  constructor(ari: Ari, application: string, clock: Clock, hearer: LineHearer) {
    this.#ari = ari;
    this.#application = application;
    this.#clock = clock;
    this.#hearer = hearer;
    this.#requests = new LineRequests(ari, application, clock, hearer);
  }

  open(telephone: AgentTelephone): void {
    if (telephone.line === 'onDemand') {
      this.#tell(telephone, 'up');
      return;
    }
    const key = ownerKey(telephone);
    this.#wanted.set(key, telephone);
    const line = this.#lines.get(key);
    if (line?.state === 'up') {
      this.#tell(telephone, 'up');
      return;
    }
    if (this.#clock.ticks() < this.#cameTicks + deskMillis) this.#patience.begin(key);
    if (line !== undefined || !this.#ari.isUp) return;
    // The telephone would be busy: with the line that is there, and perhaps with a talk over it.
    else if (this.#unclaimed.has(key)) this.#hearer.lookAgain();
    else void this.#call(telephone);
  }

  close(telephone: AgentTelephone): void {
    const key = ownerKey(telephone);
    this.#wanted.delete(key);
    this.#patience.end(key);
    const line = this.#lines.get(key);
    if (line === undefined) return;
    this.#lines.delete(key);
    this.#requests.end(`/channels/${line.channelId}`);
    this.#requests.end(`/bridges/${line.channelId}`);
  }

  /** Joins a person who waits; `joined` or `notJoined` follows, or the end of the call. */
  join(callId: CallId, called: string, telephone: AgentTelephone): void {
    if (telephone.line === 'onDemand') {
      this.#joinByRing(telephone, callId, called);
      return;
    }
    const line = this.#lines.get(ownerKey(telephone));
    if (line?.state === 'up' && line.callId === null) void this.#add(line, callId);
    else queueMicrotask(() => this.#refuse(telephone, callId));
  }

  /** A telephone that an earlier life has rung for this person goes on ringing, or is taken already. */
  #joinByRing(telephone: AgentTelephone, callId: CallId, called: string): void {
    const rung = this.#rings.get(callId);
    if (rung?.endpoint === telephone.endpoint) {
      rung.telephone = telephone;
      if (rung.isTaken) void this.#meet(callId, rung);
      return;
    }
    if (rung !== undefined) this.#requests.end(`/channels/${rung.channelId}`);
    void this.#ring(telephone, callId, called);
  }

  /** The call is over: an open line waits on, a telephone that was rung for it is let go. */
  leave(callId: CallId): void {
    for (const line of this.#lines.values()) if (line.callId === callId) line.callId = null;
    const ring = this.#rings.get(callId);
    if (ring === undefined) return;
    this.#rings.delete(callId);
    this.#requests.end(`/channels/${ring.channelId}`);
    this.#requests.end(`/bridges/${ring.channelId}`);
  }

  /** A telephone has been taken, or its channel is ours to steer. */
  started({ id }: AriChannel): void {
    const owner = ownerOfLine(id);
    const line = owner === null ? undefined : this.#lines.get(owner);
    const callId = callOfRing(id);
    const ring = callId === null ? undefined : this.#rings.get(callId);
    if (line?.channelId === id) void this.#seat(line);
    else if (callId !== null && ring?.channelId === id) void this.#meet(callId, ring);
    // An earlier life has called it, and may be told of it before it has looked; or it was let go just now.
    else if (owner !== null || callId !== null) this.#hearer.lookAgain();
  }

  entered(channelId: string): void {
    const owner = ownerOfLine(channelId);
    const line = owner === null ? undefined : this.#lines.get(owner);
    if (line?.channelId === channelId && line.state !== 'up') this.#up(line);
  }

  #up(line: Line): void {
    line.state = 'up';
    this.#patience.end(ownerKey(line.telephone));
    this.#tell(line.telephone, 'up');
  }

  destroyed({ id: channelId, state }: Pick<AriChannel, 'id' | 'state'>, cause: number): void {
    const callId = callOfRing(channelId);
    if (callId !== null) {
      const ring = this.#rings.get(callId);
      if (ring?.channelId !== channelId) return;
      if (ring.isTaken) {
        this.#hearer.talkLost(callId);
        return;
      }
      this.#rings.delete(callId);
      this.#requests.end(`/bridges/${channelId}`);
      if (ring.telephone !== null) this.#refuse(ring.telephone, callId);
      return;
    }
    const owner = ownerOfLine(channelId);
    const line = owner === null ? undefined : this.#lines.get(owner);
    if (owner === null || line?.channelId !== channelId) return;
    const isAbsent = state === 'Down' && !answeringCauses.includes(cause);
    if (line.state === 'calling' && isAbsent && this.#isPatient(owner, line.telephone)) {
      this.#lines.delete(owner);
      this.#requests.end(`/bridges/${channelId}`);
    } else this.#lost(owner, line, line.state === 'up' ? 'down' : 'refused');
  }

  /**
   * The PBX is there (again): lines that it holds are taken up, those that it has lost are told, those that
   * are wanted and missing are called, and bridges that a crash has left empty are taken away.
   * @param askedTicks when the listing was asked for, in the clock's ticks: what was called since then may not be in it
   */
  compare(channels: readonly AriChannel[], bridges: readonly AriBridge[], askedTicks: number): void {
    const isMissed = ({ calledTicks }: { readonly calledTicks: number }) =>
      calledTicks < askedTicks - listedMillis;
    const ids = new Set(channels.map(({ id }) => id));
    for (const [owner, line] of [...this.#lines])
      if (!ids.has(line.channelId) && isMissed(line)) this.#lost(owner, line, 'down');
    // It has just come back, and so its telephones may not be there yet.
    if (!this.#ari.isUp) {
      this.#cameTicks = askedTicks;
      for (const owner of this.#wanted.keys()) this.#patience.begin(owner);
    }
    const unclaimed = new Set<string>();
    for (const channel of channels) {
      const owner = ownerOfLine(channel.id);
      if (owner === null) continue;
      const telephone = this.#wanted.get(owner);
      if (telephone === undefined) unclaimed.add(owner);
      else this.#takeUp(owner, telephone, channel, bridges);
    }
    this.#unclaimed = unclaimed;
    for (const [owner, telephone] of this.#wanted)
      if (!this.#lines.has(owner) && this.#isDue(owner, telephone, askedTicks)) void this.#call(telephone);
    for (const ring of [...this.#rings.values()])
      if (!ids.has(ring.channelId) && isMissed(ring)) this.destroyed({ id: ring.channelId, state: '' }, 0);
    for (const channel of channels) this.#takeUpRing(channel, ids);
    for (const bridge of bridges) if (this.#isLeft(bridge, ids)) this.#requests.end(`/bridges/${bridge.id}`);
  }

  /** A telephone that rings or talks: an earlier life has rung it, or its being taken was not heard. */
  #takeUpRing({ id: channelId, endpoint, state }: AriChannel, ids: ReadonlySet<string>): void {
    const callId = callOfRing(channelId);
    if (callId === null) return;
    const isTaken = state === 'Up';
    const known = this.#rings.get(callId);
    if (known?.channelId === channelId) {
      if (isTaken && !known.isTaken) void this.#meet(callId, known);
    } else if (known === undefined) {
      const calledTicks = this.#clock.ticks();
      if (ids.has(callId) && this.#hearer.isHeld(callId))
        this.#rings.set(callId, { telephone: null, endpoint, channelId, calledTicks, isTaken });
      else this.#requests.end(`/channels/${channelId}`);
    }
  }

  /** An empty bridge of ours that nobody will enter any more. */
  #isLeft({ id, name, channelIds }: AriBridge, ids: ReadonlySet<string>): boolean {
    if (name !== this.#application || channelIds.length > 0 || ids.has(id)) return false;
    const callId = callOfRing(id);
    if (callId !== null) return this.#rings.get(callId)?.channelId !== id;
    const owner = ownerOfLine(id);
    return owner !== null && this.#lines.get(owner)?.channelId !== id;
  }

  #takeUp(
    owner: string,
    telephone: AgentTelephone,
    channel: AriChannel,
    bridges: readonly AriBridge[],
  ): void {
    const known = this.#lines.get(owner);
    if (known !== undefined && known.channelId !== channel.id) {
      // A second line of the same agent: one is enough.
      this.#requests.end(`/channels/${channel.id}`);
      return;
    }
    const bridge = bridges.find(({ id }) => id === channel.id);
    const isWaiting = bridge?.channelIds.includes(channel.id) ?? false;
    const line: Line = known ?? this.#newLine(telephone, channel.id);
    this.#lines.set(owner, line);
    // The listing is a moment old: a call that has ended since holds no line.
    const joined = bridge?.channelIds
      .map(callOfChannel)
      .find((callId) => callId !== null && this.#hearer.isHeld(callId));
    if (joined !== undefined) line.callId = joined;
    if (line.state === 'up') this.#patience.end(owner);
    if (isWaiting && line.state !== 'up') this.#up(line);
    else if (!isWaiting && channel.state === 'Up') void this.#seat(line);
  }

  /** Its bridge may have been taken away after it was made: two requests may overtake each other. */
  async #seat({ channelId }: Line): Promise<void> {
    if ((await this.#requests.toBridge(channelId, channelId)) !== 404) return;
    await this.#requests.makeBridge(channelId).catch(() => undefined);
    await this.#requests.toBridge(channelId, channelId);
  }

  /** Hangs up lines that an earlier life opened and nobody wants any more. */
  closeUnwanted(channels: readonly AriChannel[]): void {
    for (const { id, applicationData } of channels) {
      const owner = ownerOfLine(id);
      const isOwn = applicationData.startsWith(`${this.#application},`);
      if (owner !== null && isOwn && !this.#wanted.has(owner)) this.#requests.end(`/channels/${id}`);
    }
  }

  async #call(telephone: AgentTelephone): Promise<void> {
    const key = ownerKey(telephone);
    const line = this.#newLine(telephone, lineChannel(telephone, this.#requests.nextSerial()));
    this.#lines.set(key, line);
    try {
      if (!isName(telephone.endpoint)) throw new Error('no name of a telephone');
      await this.#requests.makeBridge(line.channelId);
      const { status } = await this.#requests.call(telephone, line.channelId, openSecondsMax, lineCaller);
      // Closed while it was asked for.
      if (this.#lines.get(key) !== line) this.#requests.end(`/channels/${line.channelId}`);
      if (status === 200) return;
    } catch (error) {
      // Whether it rings is not known: its events will tell, or the comparison when the PBX is back.
      if (!wasNotSent(error) && isName(telephone.endpoint)) return;
    }
    if (this.#lines.get(key) !== line) return;
    this.#lines.delete(key);
    if (isName(telephone.endpoint) && this.#isPatient(key, telephone)) return;
    this.#wanted.delete(key);
    this.#tell(telephone, 'refused');
  }

  /** While it must not be called, or its PBX is away or has just come, the line stays wanted and is called again. */
  #isPatient(owner: string, { vdnId }: AgentTelephone): boolean {
    return (
      !this.#ari.isUp || !this.#hearer.mayRing(vdnId) || this.#patience.goesOn(owner, this.#clock.ticks())
    );
  }

  #isDue(owner: string, { vdnId }: AgentTelephone, ticks: number): boolean {
    return this.#patience.isDue(owner, ticks) && this.#hearer.mayRing(vdnId);
  }

  #newLine(telephone: AgentTelephone, channelId: string): Line {
    return { telephone, channelId, calledTicks: this.#clock.ticks(), state: 'calling', callId: null };
  }

  async #add(line: Line, callId: CallId): Promise<void> {
    line.callId = callId;
    const status = await this.#requests.toBridge(line.channelId, callId);
    // 400 and 422 are the person's side, whose end is on its way. Otherwise the agent's was not reached:
    // the bridge is gone (404), or the PBX did not do it.
    if (status < 300 && status > 0) return;
    if (status === 400 || status === 422 || line.callId !== callId) return;
    line.callId = null;
    this.#refuse(line.telephone, callId);
  }

  async #ring(telephone: AgentTelephone, callId: CallId, called: string): Promise<void> {
    const { endpoint } = telephone;
    const channelId = ringChannel(callId, this.#requests.nextSerial());
    const ring = { telephone, endpoint, channelId, calledTicks: this.#clock.ticks(), isTaken: false };
    this.#rings.set(callId, ring);
    try {
      if (!isName(endpoint)) throw new Error('no name of a telephone');
      await this.#requests.makeBridge(channelId);
      const { status } = await this.#requests.call(
        telephone,
        channelId,
        ringSecondsMax,
        isDialable(called) ? called : lineCaller,
      );
      // The call ended during the request, so the agent's telephone must stop ringing.
      if (this.#rings.get(callId) !== ring) this.#requests.end(`/channels/${channelId}`);
      if (status === 200) return;
    } catch (error) {
      if (!wasNotSent(error) && isName(endpoint)) return;
    }
    if (this.#rings.get(callId) !== ring) return;
    this.#rings.delete(callId);
    this.#refuse(telephone, callId);
  }

  async #meet(callId: CallId, ring: Ring): Promise<void> {
    ring.isTaken = true;
    await this.#requests.toBridge(ring.channelId, ring.channelId);
    await this.#requests.toBridge(ring.channelId, callId);
  }

  /** Whether it is called again is for who hears of it to say. */
  #lost(owner: string, { callId, channelId, telephone }: Line, state: 'down' | 'refused'): void {
    this.#lines.delete(owner);
    this.#requests.end(`/bridges/${channelId}`);
    this.#wanted.delete(owner);
    if (callId !== null) this.#hearer.talkLost(callId);
    this.#tell(telephone, state);
  }

  #refuse(telephone: AgentTelephone, callId: CallId): void {
    this.#hearer.notJoined(callId);
    this.#tell(telephone, 'refused');
  }

  #tell({ vdnId, agentId }: AgentTelephone, state: LineEvent['state']): void {
    this.#hearer.tell({ vdnId, agentId, state, at: this.#clock.now() });
  }
}
