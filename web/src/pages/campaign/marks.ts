// The beats that took changes over, as marks in charts over time.
import { useRevisions } from '../../api/campaigns/revisions.ts';
import type { TimeMark } from '../../charts/timeSeries.ts';
import { useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { usePast } from './past.ts';
import { campaignTexts } from './texts.ts';

/** Those since the campaign's page was opened. */
export function useRevisionMarks(campaignId: number): readonly TimeMark[] {
  const texts = useTexts(campaignTexts);
  const { data = [] } = useRevisions(useSession().vdnId, campaignId);
  const from = usePast()[0]?.at ?? Number.POSITIVE_INFINITY;
  return data.flatMap(({ revision, effectiveAt }) => {
    const at = effectiveAt === null ? Number.NaN : Date.parse(effectiveAt);
    return at >= from ? [{ at, name: texts.revision(revision) }] : [];
  });
}
