// Agents, their skills, and the IVR flows that answer without an agent.
import type { VdnId } from './units.ts';

export interface SkillQueue {
  readonly vdnId: VdnId;
  /** 1 to 1000 (seed, Table 6). */
  readonly id: number;
  readonly name: string;
}

export interface AgentSkill {
  readonly skillId: number;
  /** 1 to 100; the smaller number is asked first. */
  readonly priority: number;
}

/** How an agent's telephone is reached through the carrier. */
export interface Telephone {
  /** The telephone's name at the PBX, 1 to 40 letters, digits, - and _. */
  readonly endpoint: string;
  /**
   * `open`: it is called when the agent signs in and the line stays open, so a person is joined at once.
   * `onDemand`: it rings when a person is there.
   */
  readonly line: 'open' | 'onDemand';
}

export interface Agent {
  readonly vdnId: VdnId;
  /** The person's number in the call center, 1 to 32 letters and digits. */
  readonly id: string;
  readonly name: string;
  readonly skills: readonly AgentSkill[];
  /** Played by the server; the telephone is the carrier's, simulated or real. */
  readonly simulated: boolean;
  readonly telephone: Telephone;
}

/** What an IVR campaign's `deviceSign` names: an announcement, and where the call goes then. */
export interface Flow {
  readonly vdnId: VdnId;
  readonly code: string;
  readonly description: string;
  /** 0 to 3600. */
  readonly playSeconds: number;
  /** Null: the flow hangs up after playing. */
  readonly transferSkillId: number | null;
}
