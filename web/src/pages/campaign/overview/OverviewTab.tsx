// How the campaign is doing at this moment, and what has been going on since the page was opened.
import { Card } from 'antd';
import type { LiveFigures } from '../../../../../src/api/routes/streams.ts';
import { TimeChart } from '../../../charts/TimeChart.tsx';
import { useLiveCampaign } from '../../../live/liveFigures.ts';
import { Figure, Figures } from '../../../parts/Figure.tsx';
import { Loading } from '../../../parts/states/Loading.tsx';
import { dash, useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { gateTexts } from '../../campaigns/texts.ts';
import { useRevisionMarks } from '../marks.ts';
import { usePast } from '../past.ts';
import type { TabProps } from '../tabProps.ts';
import { overviewTexts } from './texts.ts';

export function OverviewTab({ campaign }: TabProps) {
  const texts = useTexts(overviewTexts);
  const now = useLiveCampaign(campaign.id);
  const history = usePast();
  const marks = useRevisionMarks(campaign.id);
  if (now === null) return <Loading />;
  return (
    <>
      <Present now={now} />
      {now.beat === null ? null : (
        <Card size="small" title={texts.whyTitle} style={{ marginBottom: 16 }}>
          {now.beat.sentence}
        </Card>
      )}
      <Card size="small" title={texts.chart}>
        <TimeChart
          label={texts.chart}
          marks={marks}
          series={[
            {
              name: texts.pace,
              kind: 'line',
              color: 0,
              points: history.map(({ at, figures }) => [at, figures.callsPerMinute]),
            },
          ]}
        />
      </Card>
    </>
  );
}

function Present({ now }: { readonly now: LiveFigures }) {
  const texts = useTexts(overviewTexts);
  const gates = useTexts(gateTexts);
  const format = useFormat();
  const { stages, agents, abandonment, notices } = now;
  const percent = abandonment?.last24Hours.percent ?? null;
  const isOver = abandonment !== null && percent !== null && percent > abandonment.limitPercent;
  return (
    <Figures label={texts.figures}>
      <Figure
        name={texts.dialing}
        value={now.dialing ? texts.yes : gates[now.because]}
        tone={now.dialing ? 'good' : 'plain'}
        note={!now.dialing && now.nextAt !== null ? texts.nextAt(format.dateTime(now.nextAt)) : undefined}
      />
      <Figure
        name={texts.calling}
        value={format.number(now.calling)}
        note={
          stages === null
            ? undefined
            : texts.stages(
                format.number(stages.ringing),
                format.number(stages.waiting),
                format.number(stages.connected),
              )
        }
      />
      <Figure
        name={texts.pace}
        value={now.callsPerMinute === null ? dash : format.number(now.callsPerMinute)}
      />
      {agents === null ? null : (
        <Figure
          name={texts.occupancy}
          help={texts.occupancyHelp}
          value={format.percent(now.occupancyPercent)}
          note={texts.agents(format.number(agents.idle), format.number(agents.staffed))}
        />
      )}
      {abandonment === null ? null : (
        <Figure
          name={texts.abandoned}
          help={texts.abandonedHelp}
          value={format.percent(percent)}
          tone={isOver ? 'bad' : 'plain'}
          note={texts.limit(format.percent(abandonment.limitPercent))}
        />
      )}
      <Figure
        name={texts.left}
        value={format.number(now.waiting + now.calling)}
        note={texts.done(format.number(now.done))}
      />
      <Figure
        name={texts.succeeded}
        value={format.number(now.succeeded)}
        note={texts.ofCalls(format.number(now.calls))}
      />
      <Figure
        name={texts.expectedEnd}
        value={now.expectedEndAt === null ? dash : format.time(now.expectedEndAt).slice(0, 5)}
        note={now.expectedEndAt === null ? undefined : format.day(now.expectedEndAt)}
      />
      <Figure
        name={texts.notices}
        value={format.number(notices.waiting)}
        tone={notices.undelivered > 0 ? 'warning' : 'plain'}
        note={notices.undelivered > 0 ? texts.undelivered(format.number(notices.undelivered)) : undefined}
      />
    </Figures>
  );
}
