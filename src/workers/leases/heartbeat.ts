// The heartbeat of this process: a row of its own in which it counts a beat each second, and a watch on the
// rows of the others. A process whose beat has not grown for the length of a lease is dead, and all that it
// held is free. Each measures by its own ticks, so no clock of any machine decides who lives.
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../store/database/connection.ts';
import {
  beatNode,
  buryNode,
  drainNode,
  enterNode,
  leaveNode,
  type Node,
  type WatchedNode,
} from '../../store/system/nodes.ts';
import type { Fence } from './fence.ts';

export interface HeartbeatDeps {
  /** Connections that no other work waits for. */
  readonly database: Database;
  readonly clock: Pick<Clock, 'ticks'>;
  readonly log: Logger;
  readonly fence: Pick<Fence, 'read' | 'prolong'>;
  readonly owner: string;
  /** How long a life lasts without a beat, in the clock's milliseconds. */
  readonly leaseMillis: number;
}

interface Watched extends Pick<WatchedNode, 'beat' | 'state'> {
  /** Since when the beat is known, in ticks. */
  readonly since: number;
}

export class Heartbeat {
  readonly #deps: HeartbeatDeps;
  readonly #beatMillis: number;
  readonly #watched = new Map<string, Watched>();
  #node: Node;
  #isAlive = true;
  #tellLoss: () => void = () => undefined;
  /** When the last beat was counted, in ticks. */
  #beatAt: number;

  private constructor(deps: HeartbeatDeps, node: Node) {
    this.#deps = deps;
    this.#node = node;
    this.#beatMillis = deps.leaseMillis / 10;
    this.#beatAt = deps.clock.ticks();
  }

  /** Begins a life, and ends those before it that had this name: what they held is free at once. */
  static async begin(deps: HeartbeatDeps): Promise<Heartbeat> {
    const from = deps.fence.read();
    const node = await enterNode(deps.database, deps.owner, true);
    deps.fence.prolong(from);
    return new Heartbeat(deps, node);
  }

  /**
   * The one listener that hears when another node has taken this one for dead: nothing that it held may be used
   * any more.
   */
  listen(listener: () => void): void {
    this.#tellLoss = listener;
  }

  /** This life; another one after the process was taken for dead. */
  get node(): Node {
    return this.#node;
  }

  /** Counts a beat and looks after the others. Answers when to come again. */
  async pass(): Promise<number> {
    const { clock, database, fence, log, owner } = this.#deps;
    const from = fence.read();
    if (!this.#isAlive) {
      this.#node = await enterNode(database, owner, false);
      this.#isAlive = true;
    }
    const others = await beatNode(database, this.#node);
    if (others === null) {
      this.#isAlive = false;
      log.error({ owner }, 'this process was taken for dead: it lets go of everything and begins anew');
      this.#tellLoss();
      return 0;
    }
    fence.prolong(from);
    const dead = this.#watch(others, from.ticks, clock.ticks());
    this.#beatAt = from.ticks;
    for (const node of dead)
      if (await buryNode(database, node))
        log.warn({ owner: node.owner }, 'a process has stopped beating, what it held is free');
    return this.#beatMillis;
  }

  /** Whether another process runs here that could take over: its beat has grown in the last few seconds. */
  hasCompany(): boolean {
    const freshTicks = this.#deps.clock.ticks() - 3 * this.#beatMillis;
    return [...this.#watched.values()].some(({ state, since }) => state === 'running' && since > freshTicks);
  }

  /** Releases what this life holds; it lives on, and settles its calls. */
  async drain(): Promise<void> {
    await drainNode(this.#deps.database, this.#node);
  }

  /** Ends this life: others take over at once what it held. */
  async leave(): Promise<void> {
    await leaveNode(this.#deps.database, this.#node);
  }

  /**
   * The nodes whose beat has been the same for the length of a lease.
   * @param askedAt before the beats were read, in ticks: they are at least as new
   * @param readAt after they were read
   */
  #watch(others: readonly WatchedNode[], askedAt: number, readAt: number): WatchedNode[] {
    // The database was away or the process slept: the watch begins anew.
    if (askedAt - this.#beatAt > 5 * this.#beatMillis) this.#watched.clear();
    const lives = new Set(others.map(({ life }) => life));
    for (const life of this.#watched.keys()) if (!lives.has(life)) this.#watched.delete(life);
    return others.filter((node) => {
      const known = this.#watched.get(node.life);
      if (known?.beat === node.beat) return askedAt - known.since >= this.#deps.leaseMillis;
      this.#watched.set(node.life, { beat: node.beat, state: node.state, since: readAt });
      return false;
    });
  }
}
