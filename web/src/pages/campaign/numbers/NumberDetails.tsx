// All that is known of one number: its data, its attempts, and the way to why it is called or not.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Descriptions, Space, Table } from 'antd';
import { Link } from 'react-router';
import type { Call } from '../../../../../src/api/routes/calls.ts';
import type { CampaignNumber } from '../../../../../src/api/routes/numbers.ts';
import { callsQuery } from '../../../api/calls.ts';
import { RowDetails } from '../../../parts/RowDetails.tsx';
import { Loading } from '../../../parts/states/Loading.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useSession } from '../../../session/useSession.ts';
import { dash, useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { callStateTexts } from '../calls/texts.ts';
import { isOutcome, outcomeNames } from '../outcomes/outcomeNames.ts';
import styles from './numbers.module.css';
import { numbersTexts } from './texts.ts';

interface NumberDetailsProps {
  readonly campaignId: number;
  readonly number: CampaignNumber;
}

export function NumberDetails({ campaignId, number }: NumberDetailsProps) {
  const texts = useTexts(numbersTexts);
  const format = useFormat();
  const items: readonly (readonly [string, string | null])[] = [
    [texts.caller, number.caller ?? texts.ofCampaign],
    [texts.sessionId, number.sessionId],
    [texts.customField, number.customField],
    [texts.callData, number.callData],
    [texts.priority, format.number(number.priority)],
    [texts.dueAt, number.dueAt === null ? null : format.dateTime(number.dueAt)],
    [texts.code, number.cause],
    [texts.recycleAt, number.recycleAt === null ? null : format.dateTime(number.recycleAt)],
    [texts.createdAt, format.dateTime(number.createdAt)],
    [texts.importId, number.importId],
  ];
  const called = encodeURIComponent(number.called);
  return (
    <RowDetails>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2, xl: 3 }}
        items={items.map(([label, value]) => ({
          key: label,
          label,
          children: <span className={styles.own}>{value ?? dash}</span>,
        }))}
      />
      <Attempts campaignId={campaignId} called={number.called} />
      <Space wrap size={16}>
        <Link to={`/campaigns/${campaignId}/explain?called=${called}`}>{texts.explain}</Link>
        <Link to={`/campaigns/${campaignId}/calls?called=${called}`}>{texts.moreCalls}</Link>
      </Space>
    </RowDetails>
  );
}

function Attempts({ campaignId, called }: { readonly campaignId: number; readonly called: string }) {
  const texts = useTexts(numbersTexts);
  const names = useTexts(outcomeNames);
  const states = new Map(Object.entries(useTexts(callStateTexts)));
  const format = useFormat();
  const { vdnId } = useSession();
  const { data, error, refetch } = useInfiniteQuery(callsQuery(vdnId, campaignId, { called, outcome: '' }));
  if (error !== null) return <ProblemAlert problem={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={2} />;
  const calls = data.pages.flatMap(({ items }) => items);
  if (calls.length === 0) return <p>{texts.noCalls}</p>;
  return (
    <Table<Call>
      size="small"
      rowKey="callId"
      aria-label={texts.calls}
      className={styles.calls}
      pagination={false}
      dataSource={[...calls]}
      columns={[
        { title: texts.begun, dataIndex: 'claimedAt', render: (at: string) => format.dateTime(at) },
        {
          title: texts.cause,
          key: 'outcome',
          render: (_value, { outcome, state }) =>
            outcome !== null && isOutcome(outcome) ? names[outcome] : (states.get(state) ?? state),
        },
        { title: texts.agent, dataIndex: 'agentId', render: (agent: string | null) => agent ?? dash },
      ]}
    />
  );
}
