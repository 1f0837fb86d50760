// What main.ts gives to the HTTP server. Nothing in this room is global: a route gets
// these as an argument, so a test opens a door of its own with a clock of its own.
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { AgentCommand, AgentRefusal, WorkingAgent } from '../core/agentState.ts';
import type { CarrierShare, GatewayState } from '../core/carrier.ts';
import type { GateName } from '../core/gates.ts';
import type { Bilingual } from '../core/language.ts';
import type { CallsByStage } from '../core/live.ts';
import type { PacingRecord } from '../core/pacing/record.ts';
import type { PushFailure } from '../core/pushFailure.ts';
import type { CampaignId, Millis, VdnId } from '../core/units.ts';
import type { AgentsView } from '../core/view.ts';
import type { StoredView } from '../store/campaigns/views.ts';
import type { Database } from '../store/database/connection.ts';

/** Why a desk did not carry out a command, with a sentence for the agent. */
export interface DeskRefusal {
  readonly refusal: AgentRefusal;
  readonly detail: Bilingual;
}

/** Where the agents of a VDN sit: of the workers, as much as this room needs of it. */
export interface Desk {
  command(
    vdnId: VdnId,
    agentId: string,
    command: AgentCommand,
  ): Promise<{ readonly agent: WorkingAgent } | DeskRefusal>;
  /** True while this process seats the VDN's agents. */
  holds(vdnId: VdnId): boolean;
  /** Those who are signed in; nobody when another process seats the VDN's agents. */
  agents(vdnId: VdnId): readonly WorkingAgent[];
  agent(vdnId: VdnId, agentId: string): WorkingAgent | null;
  /** Calls `listener` at each change of that agent, or of all for null, until the answer is called. */
  watch(vdnId: VdnId, agentId: string | null, listener: (agent: WorkingAgent) => void): () => void;
}

/** What the latest beat of a campaign saw and decided. */
export interface LatestPacing {
  readonly at: Millis;
  readonly record: PacingRecord;
  /** Calls that the beat placed: what pacing wanted, as far as the gates let through. */
  readonly placed: number;
  /** The gate that decided, and what was found there. */
  readonly gate: GateName;
  readonly because: string;
}

export interface HttpDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** 32 bytes; seals the secrets of access keys (R20). */
  readonly masterKey: Buffer;
  /** A pino instance. */
  readonly log: FastifyBaseLogger;
  /** What the carrier leaves to the campaign, for explain; null before the workers begin. */
  readonly carrierShare: (view: StoredView) => CarrierShare | null;
  /** False: calls reach real telephones, so nothing that was made up may be dialed. */
  readonly isCarrierSimulated: () => boolean;
  /** How the carrier's gateways stand. */
  readonly gateways: () => readonly GatewayState[];
  /** The agents of a campaign, for explain; null where this process does not know. */
  readonly agentsView: (vdnId: VdnId, campaignId: CampaignId, ringLimitSeconds: number) => AgentsView | null;
  readonly desk: Desk;
  /** Null when this process does not drive the campaign, or it has not had a beat yet. */
  readonly pacing: (vdnId: VdnId, campaignId: CampaignId) => LatestPacing | null;
  /** The campaign's calls in flight; null when this process does not drive it. */
  readonly callsByStage: (vdnId: VdnId, campaignId: CampaignId) => CallsByStage | null;
  /** The campaign's last beat in this process found a row locked by somebody else. */
  readonly hasLockedRows: (vdnId: VdnId, campaignId: CampaignId) => boolean;
  /** Why a result would not be sent to the URL under that trustlist; null when it would be tried. */
  readonly callbackRefusal: (url: string, trustlist: readonly string[]) => Promise<PushFailure | null>;
  /** Where the console's built files are; a folder that is not there is a console that was not built. */
  readonly consoleDirectory: string;
  /** The text of `/metrics`. */
  readonly metrics: () => Promise<string>;
  /** True when the process can do its work; `/health/ready` answers 503 otherwise. */
  readonly ready: () => Promise<boolean>;
  /** PEM texts; HTTPS when given. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The nearest proxy's `X-Forwarded-For` is believed. */
  readonly behindProxy?: boolean;
}
