// The listeners to agents: the streams of agents' applications and of supervisors. Listeners outlive the
// desk's lease, so a stream goes on when it was opened early, or when another process takes the lease.
import type { WorkingAgent } from '../../core/agentState.ts';
import type { VdnId } from '../../core/units.ts';

export type AgentListener = (agent: WorkingAgent) => void;

export class Watchers {
  readonly #listeners = new Map<string, Set<AgentListener>>();
  readonly #untold: { vdnId: VdnId; agent: WorkingAgent }[] = [];
  #isTelling = false;
  readonly #onFailure: (error: unknown) => void;

  /** @param onFailure called when a listener threw: agents are joined and freed all the same */
  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /** @param agentId null: every agent of the VDN */
  watch(vdnId: VdnId, agentId: string | null, listener: AgentListener): () => void {
    const key = keyOf(vdnId, agentId);
    const own: AgentListener = (agent) => listener(agent);
    const set = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, set.add(own));
    return () => {
      set.delete(own);
      if (set.size === 0 && this.#listeners.get(key) === set) this.#listeners.delete(key);
    };
  }

  /** A listener may ask for the next change at once: that is told when all have heard of this one. */
  tell(vdnId: VdnId, agent: WorkingAgent): void {
    this.#untold.push({ vdnId, agent });
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift())
      this.#tellOne(next.vdnId, next.agent);
    this.#isTelling = false;
  }

  #tellOne(vdnId: VdnId, agent: WorkingAgent): void {
    for (const key of [keyOf(vdnId, agent.id), keyOf(vdnId, null)])
      for (const listener of this.#listeners.get(key) ?? []) {
        try {
          listener(agent);
        } catch (error) {
          this.#onFailure(error);
        }
      }
  }
}

const keyOf = (vdnId: VdnId, agentId: string | null): string =>
  agentId === null ? `${vdnId}` : `${vdnId}:${agentId}`;
