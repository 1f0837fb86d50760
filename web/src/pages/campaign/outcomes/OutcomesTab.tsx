// How the calls of the last 30 days ended, and how many of each day succeeded.
import { useQuery } from '@tanstack/react-query';
import { Card, Progress, Table } from 'antd';
import { causeOf } from '../../../../../src/core/outcome.ts';
import { type Outcomes, outcomesQuery } from '../../../api/calls.ts';
import { useReachable } from '../../../parts/hooks/useReachable.ts';
import { Loading } from '../../../parts/states/Loading.tsx';
import { Nothing } from '../../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useSession } from '../../../session/useSession.ts';
import { useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import type { TabProps } from '../tabProps.ts';
import { outcomeNames, outcomeOfCause } from './outcomeNames.ts';
import { outcomesTexts } from './texts.ts';

export function OutcomesTab({ campaign }: TabProps) {
  const texts = useTexts(outcomesTexts);
  const { vdnId } = useSession();
  const { data, error, refetch } = useQuery(outcomesQuery(vdnId, campaign.id));
  if (error !== null) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  if (data.items.length === 0) return <Nothing title={texts.none} detail={texts.noneDetail} />;
  return <Counted outcomes={data} />;
}

function Counted({ outcomes: { from, to, items } }: { readonly outcomes: Outcomes }) {
  const texts = useTexts(outcomesTexts);
  const names = useTexts(outcomeNames);
  const format = useFormat();
  const total = items.reduce((sum, { calls }) => sum + calls, 0);
  const causes = summed(items, ({ cause }) => cause).toSorted((one, other) => other.calls - one.calls);
  const days = summed(items, ({ day }) => day).toSorted((one, other) => (one.key < other.key ? 1 : -1));
  const succeededOn = (day: string): number =>
    items.find((one) => one.day === day && one.cause === causeOf.succeeded)?.calls ?? 0;
  const nameOf = (cause: string): string => {
    const outcome = outcomeOfCause(cause);
    return outcome === null ? cause : names[outcome];
  };
  const numbers = { align: 'right', className: 'figures' } as const;
  const [causesTable, daysTable] = [useReachable(), useReachable()];
  return (
    <>
      <p>{texts.about(from, to, format.number(total))}</p>
      <Table
        ref={causesTable}
        size="small"
        rowKey="key"
        pagination={false}
        scroll={{ x: 'max-content' }}
        style={{ marginBottom: 16 }}
        dataSource={causes}
        columns={[
          { title: texts.outcome, dataIndex: 'key', render: nameOf },
          { title: texts.cause, dataIndex: 'key', key: 'cause', responsive: ['sm'] },
          { ...numbers, title: texts.calls, dataIndex: 'calls', render: format.number },
          {
            title: texts.share,
            key: 'share',
            width: 220,
            render: (_value, { calls }) => (
              <Progress
                percent={(100 * calls) / total}
                size="small"
                format={(percent = 0) => format.percent(percent)}
                aria-label={texts.share}
              />
            ),
          },
        ]}
      />
      <Card size="small" title={texts.byDay}>
        <Table
          ref={daysTable}
          size="small"
          rowKey="key"
          pagination={days.length > 10 ? { pageSize: 10 } : false}
          scroll={{ x: 'max-content' }}
          dataSource={days}
          columns={[
            { title: texts.day, dataIndex: 'key' },
            { ...numbers, title: texts.calls, dataIndex: 'calls', render: format.number },
            {
              ...numbers,
              title: texts.succeeded,
              key: 'succeeded',
              render: (_value, { key }) => format.number(succeededOn(key)),
            },
            {
              ...numbers,
              title: texts.share,
              key: 'share',
              render: (_value, { key, calls }) => format.percent((100 * succeededOn(key)) / calls),
            },
          ]}
        />
      </Card>
    </>
  );
}

interface Sum {
  readonly key: string;
  readonly calls: number;
}

function summed(items: Outcomes['items'], keyOf: (item: Outcomes['items'][number]) => string): Sum[] {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + item.calls);
  return [...sums].map(([key, calls]) => ({ key, calls }));
}
