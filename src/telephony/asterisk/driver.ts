// The driver's port over Asterisk: connects to every PBX, places calls through their gateways, and compares
// its calls with those of a PBX that has been away.
import type { Clock } from '../../clock.ts';
import type { CallEvent } from '../../core/call.ts';
import { type Bilingual, inBoth } from '../../core/language.ts';
import type { CallId } from '../../core/units.ts';
import type { DialRequest, Driver, Guard, HeldCalls, LineEvent, ReturnedCall } from '../driver.ts';
import { Ari, type AriAnswer, wasNotSent } from './ari.ts';
import { type AriChannel, type AriEvent, readBridges, readChannels } from './ariMessages.ts';
import { Calls } from './calls.ts';
import type { GatewaySettings } from './gateway.ts';
import { heldCallOf, type Leg, newLeg } from './leg.ts';
import { Lines } from './lines.ts';
import { callOfChannel, isTalkBridge } from './names.ts';
import { faultOf, originationOf } from './origination.ts';
import { endpointFault, redirectFault, refusedByPbx } from './trunkCheck.ts';
import { Trunks } from './trunks.ts';

export interface AsteriskOptions {
  readonly gateways: readonly GatewaySettings[];
  /** Names this process at the PBX: the same after a restart, and no other process's. */
  readonly nodeId: string;
  readonly log: {
    info(fields: object, text: string): void;
    warn(fields: object, text: string): void;
  };
}

/** A leg that its PBX does not hold is given up when it is older than this. */
const unheldMillis = 10_000;
/** After the start a PBX is waited for so long, though it is usually there in a blink: then it is silent. */
const firstSightMillis = 5_000;
/** A PBX that takes longer to list what it holds is silent for this time; with the above less than a lease. */
const listMillisMax = 4_000;
const followsRedirects = 'the trunk follows redirects: the far side can have any number dialed';
/** Lines of an earlier life that no desk has asked for by now are hung up. */
const unwantedMillis = 30_000;

/** Opens the driver and begins to connect to every PBX; `close` leaves calls and lines as they are. */
export function openAsterisk(clock: Clock, options: AsteriskOptions): Driver {
  const driver = new AsteriskDriver(clock, options);
  return {
    setGuard: (guard) => {
      driver.guard = guard;
    },
    dial: (request) => driver.dial(request),
    withdraw: (callIds) => driver.withdraw(callIds),
    connect: (...join) => driver.calls.connect(...join),
    abandon: (callId, announcementFlowCode) => driver.calls.abandon(callId, announcementFlowCode),
    hangUp: (callId) => driver.hangUp(callId),
    liveCalls: () => driver.liveCalls(),
    gateways: () => driver.trunks.gateways(),
    listen: (listener) => {
      driver.hear = listener;
    },
    openLine: (telephone) => driver.lines.open(telephone),
    closeLine: (telephone) => driver.lines.close(telephone),
    listenToReturns: (listener) => {
      driver.hearReturn = listener;
    },
    listenToLines: (listener) => {
      driver.hearLine = listener;
    },
    close: () => driver.close(),
  };
}

class AsteriskDriver {
  readonly trunks: Trunks;
  readonly lines: Lines;
  readonly calls: Calls;
  guard: Guard = { mayAsk: () => true, mayDial: () => true, mayRing: () => true };
  hear: (event: CallEvent) => void = () => {};
  hearReturn: (returned: ReturnedCall) => void = () => {};
  hearLine: (event: LineEvent) => void = () => {};
  readonly #clock: Clock;
  readonly #log: AsteriskOptions['log'];
  readonly #application: string;
  readonly #gateways: readonly GatewaySettings[];
  readonly #pbxes = new Map<string, Ari>();
  readonly #agentsPbx: Ari;
  /** PBXes that have not been there since the start. */
  readonly #firstSights = new Map<Ari, PromiseWithResolvers<void>>();
  /** Why a PBX does not answer, as it was last told. */
  readonly #awayBecause = new Map<Ari, string>();
  /** PBXes that have been asked what they hold, and should have answered. */
  readonly #late = new Set<Ari>();
  readonly #openedTicks: number;
  #isLookingAgain = false;
  #isClosed = false;

  constructor(clock: Clock, { gateways, nodeId, log }: AsteriskOptions) {
    this.#clock = clock;
    this.#log = log;
    this.#openedTicks = clock.ticks();
    this.#gateways = gateways;
    this.#application = `campana-${nodeId}`;
    const hearer = {
      compare: (ari: Ari) => Promise.all([this.#compare(ari), this.#checkTrunks(ari)]),
      opened: (ari: Ari) => this.#opened(ari),
      closed: (ari: Ari, because: string) => this.#closed(ari, because),
      event: (ari: Ari, event: AriEvent) => this.#take(ari, event),
      mayAsk: () => this.guard.mayAsk(),
    };
    for (const { ariUrl: url, user, password, certificate } of gateways)
      if (!this.#pbxes.has(url))
        this.#pbxes.set(url, new Ari({ url, user, password, certificate }, this.#application, hearer));
    const serving = gateways.find(({ servesAgents }) => servesAgents);
    const agentsPbx = this.#pbxes.get(serving?.ariUrl ?? '');
    if (agentsPbx === undefined) throw new Error('no gateway serves agents');
    this.#agentsPbx = agentsPbx;
    this.lines = new Lines(agentsPbx, this.#application, clock, {
      tell: (event) => this.hearLine(event),
      joined: (callId) => this.calls.joined(callId),
      notJoined: (callId) => this.calls.notJoined(callId),
      talkLost: (callId) => this.calls.hangUpChannel(callId),
      isHeld: (callId) => this.calls.isHeld(callId),
      lookAgain: () => this.#lookAgain(),
      mayRing: (vdnId) => this.guard.mayRing(vdnId),
    });
    this.calls = new Calls({
      clock,
      application: this.#application,
      log,
      agentsPbx: () => agentsPbx,
      hear: (event) => this.hear(event),
      join: (callId, called, telephone) => this.lines.join(callId, called, telephone),
      adopted: (leg, channel) => this.#adopted(leg, channel),
      over: (callId) => {
        this.trunks.release(callId);
        this.lines.leave(callId);
      },
      sign: ({ callId, heldTicks }) => this.trunks.sign(callId, heldTicks),
      judge: ({ callId, heldTicks }, refusal) => this.trunks.judge(callId, refusal, heldTicks),
      giveBack: (callId, isGatewayHeld) =>
        this.#giveBack({ callId, because: isGatewayHeld ? 'gatewayHeld' : 'failed' }),
    });
    this.trunks = new Trunks(gateways, clock, {
      place: (gateway, request) => void this.#place(gateway, request),
      giveBack: ({ callId }) => this.#giveBack({ callId, because: 'notAsked' }),
      held: (gateway, because) => this.#held(gateway, because),
    });
    for (const ari of this.#pbxes.values()) {
      this.#firstSights.set(ari, Promise.withResolvers());
      ari.start();
    }
  }

  dial(request: DialRequest): void {
    const { callId } = request;
    if (this.#isClosed || this.calls.knows(callId)) return;
    const fault = faultOf(request);
    if (fault === null) this.trunks.dial(request);
    else {
      this.#log.warn({ callId, fault }, 'a call is not placed: its texts could reach into the PBX');
      queueMicrotask(() => this.calls.refuse(callId));
    }
  }

  withdraw(callIds: ReadonlySet<CallId>): void {
    for (const { callId } of this.trunks.waiting())
      if (callIds.has(callId)) {
        this.trunks.release(callId);
        this.calls.bar(callId);
      }
  }

  /** A call that still waits in a gateway's backlog is not placed any more. */
  hangUp(callId: CallId): void {
    const isWaiting = this.trunks.waiting().some((request) => request.callId === callId);
    if (!isWaiting) this.calls.hangUp(callId);
    else {
      this.trunks.release(callId);
      this.calls.refuse(callId);
    }
  }

  /**
   * What every PBX holds; of one that does not answer now, what it held when it last did. One that only does
   * not list its calls is silent as to those that are not known, and tells of the others by its events.
   */
  async liveCalls(): Promise<HeldCalls> {
    const silent = new Set<Ari>();
    const looks = [...this.#pbxes.values()].map(async (ari) => {
      if (!(await this.#look(ari))) silent.add(ari);
    });
    await Promise.all(looks);
    const isSilent = ({ ariUrl }: GatewaySettings): boolean => [...silent].some(({ url }) => url === ariUrl);
    const silentGateways = this.#gateways.filter(isSilent);
    const gatewayOf = ({ callId, ari }: Leg): string | null =>
      (this.trunks.gatewayOf(callId) ?? silentGateways.find(({ ariUrl }) => ariUrl === ari.url))?.name ??
      null;
    const calls = new Map(
      this.calls
        .all()
        .map((leg) => [
          leg.callId,
          heldCallOf(leg, silent.has(leg.ari) && !leg.ari.isUp ? gatewayOf(leg) : null),
        ]),
    );
    // What waits in a gateway's backlog will be placed yet.
    for (const { callId, vdnId } of this.trunks.waiting())
      calls.set(callId, { vdnId, stage: 'ringing', skillId: null, silentGateway: null });
    return { calls, silentGateways: silentGateways.map(({ name }) => name) };
  }

  /** False: it does not answer, or not with what it holds. One that is in trouble keeps nobody waiting. */
  async #look(ari: Ari): Promise<boolean> {
    const firstSight = this.#firstSights.get(ari);
    const patienceMillis = this.#openedTicks + firstSightMillis - this.#clock.ticks();
    if (firstSight !== undefined && patienceMillis > 0) {
      const patience = new AbortController();
      await Promise.race([firstSight.promise, this.#clock.sleep(patienceMillis, patience.signal)]);
      patience.abort();
    }
    if (!ari.isUp || this.#late.has(ari)) return false;
    const patience = new AbortController();
    const looked = this.#compare(ari)
      .then(() => true)
      .catch((error: unknown) => {
        this.#log.warn({ pbx: ari.url, err: error }, 'the PBX does not say what it holds');
        return false;
      })
      .finally(() => {
        patience.abort();
        this.#late.delete(ari);
      });
    const late = this.#clock.sleep(listMillisMax, patience.signal).then(() => {
      if (patience.signal.aborted) return looked;
      this.#late.add(ari);
      return false;
    });
    return Promise.race([looked, late]);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.trunks.stop();
    this.calls.close();
    await Promise.all([...this.#pbxes.values()].map((ari) => ari.close()));
  }

  #opened(ari: Ari): void {
    this.#firstSights.get(ari)?.resolve();
    this.#firstSights.delete(ari);
    this.trunks.setUp(ari.url);
    this.#awayBecause.delete(ari);
    this.#log.info({ pbx: ari.url }, 'PBX connected');
  }

  #closed(ari: Ari, because: string): void {
    this.trunks.setDown(ari.url, inBoth(because, because));
    // It is tried each second, for hours perhaps: told is what is new.
    if (this.#awayBecause.get(ari) === because) return;
    this.#awayBecause.set(ari, because);
    this.#log.warn({ pbx: ari.url, because }, 'PBX not connected, trying again');
  }

  #held(gateway: string, because: Bilingual | null): void {
    if (because === null) this.#log.info({ gateway }, 'the gateway takes calls again');
    else this.#log.warn({ gateway, because: because.en_US }, 'the gateway is held: calls through it fail');
  }

  /** What the PBX says of its trunks before any call: one that is not there need not be tried by calls. */
  async #checkTrunks(ari: Ari): Promise<void> {
    const gateways = this.#gateways.filter(({ ariUrl }) => ariUrl === ari.url);
    await Promise.all(
      gateways.map(async ({ name, trunk }) => {
        const [endpoint, settings] = await Promise.all([
          ari.request('GET', `/endpoints/PJSIP/${trunk}`),
          ari.request('GET', `/asterisk/config/dynamic/res_pjsip/endpoint/${trunk}`),
        ]);
        const fault = endpointFault(trunk, endpoint);
        if (fault !== null) this.trunks.hold(name, fault);
        const redirects = redirectFault(settings);
        if (redirects !== null)
          this.#log.warn({ gateway: name, trunk, because: redirects }, followsRedirects);
      }),
    );
  }

  /** One look for all the lines that a desk asks for as it opens; if it fails, the next comparison does. */
  #lookAgain(): void {
    if (this.#isLookingAgain) return;
    this.#isLookingAgain = true;
    setImmediate(() => {
      this.#isLookingAgain = false;
      this.#compare(this.#agentsPbx).catch(() => undefined);
    });
  }

  /** Holds what we know against what the PBX holds: events may have been missed. */
  async #compare(ari: Ari): Promise<void> {
    const askedTicks = this.#clock.ticks();
    const [listed, bridged] = await Promise.all([
      ari.request('GET', '/channels'),
      ari.request('GET', '/bridges'),
    ]);
    // Anything but a list says nothing of what is held: a PBX that starts or stops answers so.
    if (listed.status !== 200 || bridged.status !== 200)
      throw new Error(`the listings were answered with ${listed.status} and ${bridged.status}`);
    const channels = readChannels(listed.body);
    const bridges = readBridges(bridged.body);
    const joined = new Set(
      bridges.filter(({ id }) => isTalkBridge(id)).flatMap(({ channelIds }) => channelIds),
    );
    const held = new Set<CallId>();
    for (const channel of channels) {
      const callId = callOfChannel(channel.id);
      if (callId === null) continue;
      held.add(callId);
      this.calls.meetAgain(ari, callId, channel, joined.has(channel.id));
    }
    for (const leg of this.calls.all())
      if (
        leg.ari === ari &&
        !held.has(leg.callId) &&
        !leg.isPlacing &&
        leg.heldTicks < askedTicks - unheldMillis
      )
        this.calls.forget(leg);
    if (ari !== this.#agentsPbx) return;
    this.lines.compare(channels, bridges, askedTicks);
    if (askedTicks > this.#openedTicks + unwantedMillis) this.lines.closeUnwanted(channels);
  }

  #take(ari: Ari, event: AriEvent): void {
    const { channel } = event;
    const callId = callOfChannel(channel.id);
    // Asterisk has no switch against redirects: the number that the far side has chosen is hung up on.
    if (event.kind === 'redirected') {
      this.#log.warn({ channel: channel.id, pbx: ari.url }, 'the PBX followed a redirect; it is hung up');
      ari.request('DELETE', `/channels/${event.forwardedId}`).catch(() => undefined);
    } else if (callId !== null) this.calls.take(ari, callId, event);
    else if (event.kind === 'started') this.lines.started(channel);
    else if (event.kind === 'entered') this.lines.entered(channel.id);
    else if (event.kind === 'destroyed') this.lines.destroyed(channel, event.end.cause);
  }

  /** A call of an earlier life, or of another process, takes up its room in the gateway through which it goes. */
  #adopted({ callId, ari }: Leg, { endpoint }: AriChannel): void {
    const isThrough = ({ ariUrl, trunk }: GatewaySettings) => ariUrl === ari.url && trunk === endpoint;
    const gateway = this.#gateways.find(isThrough);
    if (gateway !== undefined) this.trunks.adopt(callId, gateway.name);
  }

  async #place(gateway: GatewaySettings, request: DialRequest): Promise<void> {
    const ari = this.#pbxes.get(gateway.ariUrl);
    if (ari === undefined) throw new Error(`the gateway ${gateway.name} has no PBX`);
    const { callId, vdnId, ringLimitSeconds, destination, machineDetection } = request;
    const flowCode = destination.kind === 'flow' ? destination.flowCode : null;
    const note = { kind: destination.kind, vdnId, ringLimitSeconds, flowCode, detection: machineDetection };
    const leg = newLeg({
      callId,
      ari,
      note,
      dialedAt: this.#clock.now(),
    });
    leg.isOurs = true;
    leg.isPlacing = true;
    this.calls.add(leg);
    try {
      const { query, variables } = originationOf(request, note, gateway.trunk, this.#application);
      const mayDial = () => this.guard.mayDial(callId);
      const answer = await ari.request('POST', `/channels/${callId}`, query, { variables }, mayDial);
      // 409: the PBX has this call already.
      if (answer.status !== 200 && answer.status !== 409) this.#refused(leg, answer);
      else if (leg.isHangUpAsked) this.calls.hangUpChannel(callId);
    } catch (error) {
      // A request whose answer is lost may have been carried out: the comparison will tell.
      if (wasNotSent(error)) this.#notSent(leg);
      else
        this.#log.warn({ callId, pbx: ari.url, err: error }, 'the PBX did not say whether it placed a call');
    } finally {
      leg.isPlacing = false;
      this.trunks.answered(gateway.name);
    }
  }

  #giveBack(returned: ReturnedCall): void {
    this.calls.bar(returned.callId);
    this.hearReturn(returned);
  }

  #notSent(leg: Leg): void {
    if (!this.calls.holds(leg)) return;
    this.calls.forget(leg);
    this.#giveBack({ callId: leg.callId, because: 'notAsked' });
  }

  #refused(leg: Leg, answer: AriAnswer): void {
    if (this.calls.holds(leg)) this.calls.end(leg, refusedByPbx(answer));
  }
}
