// What pacing decides, beat by beat, with its reasons; how the agents fare by it; and the question why a
// beat placed so many calls and not another number.
import { Card, Table } from 'antd';
import type { LiveFigures } from '../../../../../src/api/routes/streams.ts';
import { TimeChart } from '../../../charts/TimeChart.tsx';
import { useLiveCampaign } from '../../../live/liveFigures.ts';
import type { PastFigures } from '../../../live/liveHistory.ts';
import { useReachable } from '../../../parts/hooks/useReachable.ts';
import { Nothing } from '../../../parts/states/Nothing.tsx';
import { useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { useRevisionMarks } from '../marks.ts';
import { usePast } from '../past.ts';
import type { TabProps } from '../tabProps.ts';
import { BeatQuestion } from './BeatQuestion.tsx';
import { pacingTexts } from './texts.ts';

export function PacingTab({ campaign }: TabProps) {
  const texts = useTexts(pacingTexts);
  const format = useFormat();
  const now = useLiveCampaign(campaign.id);
  const history = usePast();
  const marks = useRevisionMarks(campaign.id);
  const limit = now?.abandonment?.limitPercent;
  const agents = (['talking', 'wrapUp', 'reserved', 'idle'] as const).map((name, color) => ({
    name: texts[name],
    kind: 'stack' as const,
    color,
    points: history.map(({ at, figures }): [number, number | null] => [at, figures.agents?.[name] ?? null]),
  }));
  return (
    <>
      <Card size="small" title={texts.agents} style={{ marginBottom: 16 }}>
        <TimeChart label={texts.agents} series={agents} marks={marks} />
      </Card>
      <Card size="small" title={texts.abandonment} style={{ marginBottom: 16 }}>
        <TimeChart
          label={texts.abandonment}
          marks={marks}
          height={160}
          valueText={format.percent}
          {...(limit === undefined
            ? {}
            : {
                limit: { value: limit, name: texts.limit(format.percent(limit)) },
                valueMax: Math.ceil(Math.max(limit * 1.5, highest(history))),
              })}
          series={[
            {
              name: texts.abandoned24,
              kind: 'line',
              color: 2,
              points: history.map(({ at, figures }) => [
                at,
                figures.abandonment?.last24Hours.percent ?? null,
              ]),
            },
          ]}
        />
      </Card>
      {/* Above the decisions, which grow each second: a button that moves is missed. */}
      {campaign.settings.deviceType === 2 ? <BeatQuestion campaignId={campaign.id} /> : null}
      <Decisions history={history} />
    </>
  );
}

const highest = (history: readonly PastFigures[]): number =>
  history.reduce((most, { figures }) => Math.max(most, figures.abandonment?.last24Hours.percent ?? 0), 0);

const shownMax = 20;

function Decisions({ history }: { readonly history: readonly PastFigures[] }) {
  const texts = useTexts(pacingTexts);
  const format = useFormat();
  const table = useReachable();
  const beats = new Map<string, NonNullable<LiveFigures['beat']>>();
  for (const { figures } of history) if (figures.beat !== null) beats.set(figures.beat.at, figures.beat);
  const rows = [...beats.values()].toReversed().slice(0, shownMax);
  return (
    <Card size="small" title={texts.decisions} style={{ marginBottom: 16 }}>
      {rows.length === 0 ? (
        <Nothing title={texts.none} detail={texts.noneDetail} />
      ) : (
        <Table
          ref={table}
          size="small"
          rowKey="at"
          pagination={false}
          scroll={{ y: 320 }}
          dataSource={rows}
          columns={[
            { title: texts.at, dataIndex: 'at', width: 88, render: (at: string) => format.time(at) },
            { title: texts.placed, dataIndex: 'placed', width: 64, align: 'right', className: 'figures' },
            { title: texts.why, dataIndex: 'sentence' },
          ]}
        />
      )}
    </Card>
  );
}
