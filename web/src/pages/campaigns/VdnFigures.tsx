// What goes on in the VDN as a whole, above the list.
import { useLiveVdn } from '../../live/liveFigures.ts';
import { Figure, Figures } from '../../parts/Figure.tsx';
import { dash, useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { campaignsTexts } from './texts.ts';

export function VdnFigures() {
  const texts = useTexts(campaignsTexts);
  const format = useFormat();
  const now = useLiveVdn();
  const count = (value: number | null | undefined): string => (value == null ? dash : format.number(value));
  const undelivered = now?.notices.undelivered ?? 0;
  return (
    <Figures label={texts.present}>
      <Figure name={texts.started} value={count(now?.startedCampaigns)} />
      <Figure name={texts.callsInFlight} value={count(now?.calling)} />
      <Figure name={texts.callsPerMinute} value={count(now?.callsPerMinute)} />
      <Figure
        name={texts.agentsIdle}
        value={count(now?.agents?.idle)}
        note={now?.agents == null ? undefined : texts.ofReady(format.number(now.agents.staffed))}
      />
      <Figure
        name={texts.resultsWaiting}
        value={count(now?.notices.waiting)}
        tone={undelivered > 0 ? 'warning' : 'plain'}
        note={undelivered > 0 ? texts.undelivered(format.number(undelivered)) : undefined}
      />
    </Figures>
  );
}
