// The flight recorder: keeps what each beat of a campaign with agents saw and decided, and hands it to the
// database in batches. Losing a second of it does no harm, so beats never wait for it. While the database
// is away it keeps the newest beats and drops the oldest.
import type { Gate, GateName } from '../../core/gates.ts';
import type { PacingRecord } from '../../core/pacing/record.ts';
import type { Plan } from '../../core/plan.ts';
import type { CampaignId, Millis, VdnId } from '../../core/units.ts';
import type { Database } from '../../store/database/connection.ts';
import { type PacingBeat, writePacingBeats } from '../../store/pacing/pacingLog.ts';
import type { DrivenCampaign } from '../leases/driven.ts';

type KeptBeat = PacingBeat & { readonly vdnId: VdnId; readonly campaignId: CampaignId };

/** What the latest beat of a campaign saw and decided. */
export interface LatestBeat {
  readonly at: Millis;
  readonly record: PacingRecord;
  readonly placed: number;
  readonly gate: GateName;
  readonly because: string;
}

interface Run {
  readonly key: string;
  readonly writtenAt: Millis;
}

/** Equal beats without a call are written this often. */
const equalBeatMillis = 60_000;
/** Beats kept while the database is away: some minutes of a hundred campaigns. */
const keptMax = 20_000;
/** Beats of one statement. */
const batchMax = 1_000;
const passMillis = 500;

export class FlightRecorder {
  readonly #database: Database;
  #kept: KeptBeat[] = [];
  readonly #runs = new WeakMap<DrivenCampaign, Run>();
  readonly #latest = new WeakMap<DrivenCampaign, LatestBeat>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Takes a beat in; one without a record (the agents are not known here) is none of ours. */
  note(campaign: DrivenCampaign, revision: number, decided: Plan, placed: number, at: Millis): void {
    const { record, because } = decided;
    if (record === null) return;
    const { gate } = because;
    const reason = gate === 'pacing' ? record.reason : wordsOf(because.value);
    const beat: LatestBeat = { at, record, placed, gate, because: reason };
    this.#latest.set(campaign, beat);
    if (!this.#isNew(campaign, decided, record, placed, at)) return;
    const { vdnId, campaignId } = campaign.lease;
    this.#kept.push({ vdnId, campaignId, revision, ...beat });
    if (this.#kept.length > keptMax) this.#kept = this.#kept.slice(-keptMax / 2);
  }

  latest(campaign: DrivenCampaign): LatestBeat | null {
    return this.#latest.get(campaign) ?? null;
  }

  /** Writes what is there. Answers when to come again. */
  async pass(): Promise<number> {
    while (this.#kept.length > 0) {
      const batch = this.#kept.slice(0, batchMax);
      await writePacingBeats(this.#database, batch);
      const written = new Set(batch);
      this.#kept = this.#kept.filter((beat) => !written.has(beat));
    }
    return passMillis;
  }

  #isNew(campaign: DrivenCampaign, decided: Plan, record: PacingRecord, placed: number, at: Millis): boolean {
    const { idle, staffed, talking, wrapUp, ringing, foreignRinging, waiting, reason } = record;
    const counts = [idle, staffed, talking, wrapUp, ringing, foreignRinging, waiting].join(' ');
    const key = `${decided.because.gate} ${reason} ${counts}`;
    const run = this.#runs.get(campaign);
    const isEqual = placed === 0 && run?.key === key;
    // After a clock set back the run is over as well.
    if (isEqual && at >= run.writtenAt && at < run.writtenAt + equalBeatMillis) return false;
    this.#runs.set(campaign, { key: placed === 0 ? key : '', writtenAt: at });
    return true;
  }
}

/** What was found at a gate, `firstDueAt 1700000000000` say. */
const wordsOf = (value: Gate['value']): string =>
  Object.entries(value)
    .map(([name, inner]) => `${name} ${(typeof inner === 'object' ? inner?.en_US : inner) ?? '-'}`)
    .join(', ');
