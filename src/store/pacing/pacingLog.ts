// The flight recorder's rows: what each beat of a campaign with agents saw and decided. Written in
// batches and without waiting for the disk, for a power cut may take the last half second of them;
// read one at a time ("why 7 and not 9 at 10:31:04") or in pages (to replay a day).
import type { GateName } from '../../core/gates.ts';
import { type PacingRecord, realsOfRecord, recordOfReals } from '../../core/pacing/record.ts';
import { type CampaignId, type Millis, toMillis, type VdnId } from '../../core/units.ts';
import { type Connection, type Database, withoutWaiting } from '../database/connection.ts';
import { makingDays } from '../database/partitions.ts';

export interface PacingBeat {
  readonly at: Millis;
  readonly revision: number;
  /** Calls placed, or offers made; `record.place` is what pacing wanted. */
  readonly placed: number;
  /** The gate that decided. */
  readonly gate: GateName;
  /** Why: pacing's reason, or what was found at the gate that was closed. */
  readonly because: string;
  readonly record: PacingRecord;
}

/** Writes beats of any tenants: rows are added and none is waited for. One that is written already stays. */
export async function writePacingBeats(
  database: Database,
  beats: readonly (PacingBeat & { readonly vdnId: VdnId; readonly campaignId: CampaignId })[],
): Promise<void> {
  const write = () => database`
    insert into pacing_log (vdn_id, campaign_id, at, revision, placed, gate, because, reals)
    select b.vdn_id, b.campaign_id, b.at, b.revision, b.placed, b.gate, b.because, b.reals::real[]
    from unnest(
      ${beats.map((beat) => beat.vdnId)}::integer[],
      ${beats.map((beat) => beat.campaignId)}::integer[],
      ${beats.map((beat) => beat.at)}::timestamptz[],
      ${beats.map((beat) => beat.revision)}::integer[],
      ${beats.map((beat) => beat.placed)}::integer[],
      ${beats.map((beat) => beat.gate)}::text[],
      ${beats.map((beat) => beat.because)}::text[],
      ${beats.map((beat) => `{${realsOfRecord(beat.record).map(Math.fround).join(',')}}`)}::text[]
    ) as b (vdn_id, campaign_id, at, revision, placed, gate, because, reals), ${withoutWaiting(database)}
    on conflict do nothing`;
  await makingDays(
    database,
    beats.map((beat) => beat.at),
    write,
  );
}

interface BeatRow {
  at: number;
  revision: number;
  placed: number;
  gate: GateName;
  because: string;
  reals: number[];
}

/** How long a run of equal beats may be without a row; a gap beyond it means that nobody looked. */
const lookBackMillis = 120_000;

/**
 * The last beat at or before `at`: a run of equal beats without a call has a row a minute only. Null
 * when the campaign had no beat in the two minutes before.
 */
export async function findPacingBeat(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  at: Millis,
): Promise<PacingBeat | null> {
  const [row] = await connection<BeatRow[]>`
    select at, revision, placed, gate, because, reals from pacing_log
    where vdn_id = ${vdnId} and campaign_id = ${campaignId} and at <= ${at}::timestamptz
      and at > ${toMillis(at - lookBackMillis)}::timestamptz
    order by at desc limit 1`;
  return row === undefined ? null : readBeat(row);
}

/**
 * Beats at or after `from` and before `to`, the first ones first, at most `limit` of them. The next page
 * begins a millisecond after the last.
 */
export async function listPacingBeats(
  connection: Connection,
  vdnId: VdnId,
  campaignId: CampaignId,
  from: Millis,
  to: Millis,
  limit: number,
): Promise<PacingBeat[]> {
  const rows = await connection<BeatRow[]>`
    select at, revision, placed, gate, because, reals from pacing_log
    where vdn_id = ${vdnId} and campaign_id = ${campaignId}
      and at >= ${from}::timestamptz and at < ${to}::timestamptz
    order by at limit ${limit}`;
  return rows.flatMap((row) => readBeat(row) ?? []);
}

function readBeat(row: BeatRow): PacingBeat | null {
  const record = recordOfReals(row.reals);
  if (record === null) return null;
  const { revision, placed, gate, because } = row;
  return { at: toMillis(row.at), revision, placed, gate, because, record };
}
