// Why a campaign with agents placed its number of calls at some moment and not another: the flight
// recorder's record of the beat, with its sentences.

import { instantText } from '../../../api/fields.ts';
import type { BeatExplained } from '../../../api/routes/explain.ts';
import { explainBeat } from '../../../core/explainBeat.ts';
import type { Language } from '../../../core/language.ts';
import { beatSentence, otherDialsSentence } from '../../../core/pacing/texts.ts';
import type { CampaignId, Millis, VdnId } from '../../../core/units.ts';
import type { Database } from '../../../store/database/connection.ts';
import { findPacingBeat } from '../../../store/pacing/pacingLog.ts';
import { refuse } from '../door/problem.ts';
import { refusalTexts } from '../door/refusalTexts.ts';
import type { Refusal } from '../door/route.ts';

export interface BeatQuestion {
  readonly at: Millis;
  /** Null: why what was placed; else: why not so many. */
  readonly dials: number | null;
}

export async function explainPastBeat(
  database: Database,
  vdnId: VdnId,
  campaignId: CampaignId,
  { at, dials }: BeatQuestion,
): Promise<((language: Language) => BeatExplained) | Refusal> {
  const beat = await findPacingBeat(database, vdnId, campaignId, at);
  if (beat === null) {
    return refuse('notFound', refusalTexts.noBeat(instantText(at)));
  }
  const { record } = beat;
  const explained = explainBeat(record, dials ?? record.place + 1);
  return (language) => ({
    at: instantText(beat.at),
    revision: beat.revision,
    method: record.method,
    placed: beat.placed,
    wanted: record.place,
    gate: beat.gate,
    because: beat.because,
    sentence: beatSentence(beat, language),
    dials:
      dials === null
        ? null
        : {
            dials,
            riskPercent: (explained.riskAt.find((risk) => risk.dials === dials)?.risk ?? 0) * 100,
            riskMaxPercent: record.riskMax * 100,
            sentence: otherDialsSentence(beat, dials, language),
          },
    binding: explained.binding,
    riskAt: explained.riskAt,
    record,
  });
}
