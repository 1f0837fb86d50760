// The calls of a campaign one by one, those in flight among them, with all that is known of each.
import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Input, Select, Table } from 'antd';
import type { Call } from '../../../../../src/api/routes/calls.ts';
import { causeOf } from '../../../../../src/core/outcome.ts';
import { callsFile, callsQuery } from '../../../api/calls.ts';
import { vdnQuery } from '../../../api/tenants/vdn.ts';
import { useAddress } from '../../../parts/hooks/useAddress.ts';
import { useDownload } from '../../../parts/hooks/useDownload.ts';
import { RowDetails } from '../../../parts/RowDetails.tsx';
import { Loading } from '../../../parts/states/Loading.tsx';
import { MaskedNote } from '../../../parts/states/MaskedNote.tsx';
import { Nothing } from '../../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useSession } from '../../../session/useSession.ts';
import { dash, useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { isOutcome, outcomeNames } from '../outcomes/outcomeNames.ts';
import type { TabProps } from '../tabProps.ts';
import styles from './calls.module.css';
import { callStateTexts, callsTexts } from './texts.ts';

export function CallsTab({ campaign }: TabProps) {
  const texts = useTexts(callsTexts);
  const names = useTexts(outcomeNames);
  const { vdnId } = useSession();
  const [address, setAddress] = useAddress({ called: '', outcome: '' });
  const filter = { called: address.called, outcome: isOutcome(address.outcome) ? address.outcome : '' };
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(callsQuery(vdnId, campaign.id, filter));
  const download = useDownload();
  const calls = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <search style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 16 }}>
        <Input.Search
          key={filter.called}
          style={{ flex: '1 1 200px', maxWidth: 320 }}
          defaultValue={filter.called}
          aria-label={texts.called}
          placeholder={texts.called}
          inputMode="tel"
          maxLength={24}
          allowClear
          onSearch={(text) => setAddress({ called: text.replace(/[^0-9*#]/g, '') })}
        />
        <Select
          style={{ flex: '1 1 200px', maxWidth: 320 }}
          aria-label={texts.outcome}
          value={filter.outcome}
          onChange={(outcome) => setAddress({ outcome })}
          options={[
            { value: '', label: texts.anyOutcome },
            ...Object.keys(causeOf)
              .filter(isOutcome)
              .map((outcome) => ({ value: outcome, label: names[outcome] })),
          ]}
        />
        <Button loading={isFetching && !isFetchingNextPage} onClick={() => void refetch()}>
          {texts.refresh}
        </Button>
        {calls.length > 0 ? (
          <Button
            icon={<DownloadOutlined />}
            href={callsFile(vdnId, campaign.id, filter)}
            download
            onClick={download}
          >
            {texts.download}
          </Button>
        ) : null}
      </search>
      <MaskedNote canSearch />
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Loading rows={8} /> : null}
      {data !== undefined && calls.length === 0 ? (
        <Nothing title={texts.none} detail={texts.noneDetail} />
      ) : null}
      {calls.length > 0 ? <Calls calls={calls} /> : null}
      {hasNextPage ? (
        <Button style={{ marginTop: 12 }} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {texts.more}
        </Button>
      ) : null}
      {calls.length > 0 ? <Kept /> : null}
    </>
  );
}

/** How long calls stay, where somebody may be looking for one that is gone. */
function Kept() {
  const texts = useTexts(callsTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const { data } = useQuery(vdnQuery(vdnId));
  if (data === undefined) return null;
  return (
    <p style={{ marginTop: 12, color: 'var(--ant-color-text-secondary)' }}>
      {texts.kept(format.number(data.settings.retentionDays))}
    </p>
  );
}

function Calls({ calls }: { readonly calls: readonly Call[] }) {
  const texts = useTexts(callsTexts);
  const names = useTexts(outcomeNames);
  const states = new Map(Object.entries(useTexts(callStateTexts)));
  const format = useFormat();
  const between = (from: string | null, to: string | null): string =>
    from === null || to === null ? dash : format.clock((Date.parse(to) - Date.parse(from)) / 1000);
  const numbers = { align: 'right', className: 'figures' } as const;
  return (
    <Table
      size="small"
      rowKey="callId"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...calls]}
      expandable={{
        expandedRowRender: (call) => <Details call={call} />,
        columnTitle: <span className="figures">{texts.details}</span>,
        columnWidth: 64,
      }}
      columns={[
        { title: texts.begun, dataIndex: 'claimedAt', render: (at: string) => format.dateTime(at) },
        { title: texts.number, dataIndex: 'called', className: 'figures' },
        { ...numbers, title: texts.attempt, dataIndex: 'attempt', responsive: ['md'] },
        {
          title: texts.outcome,
          key: 'outcome',
          render: (_value, { outcome, state }) =>
            outcome !== null && isOutcome(outcome) ? names[outcome] : (states.get(state) ?? state),
        },
        { title: texts.agent, dataIndex: 'agentId', render: (agent: string | null) => agent ?? dash },
        {
          ...numbers,
          title: texts.ringing,
          key: 'ringing',
          responsive: ['lg'],
          render: (_value, call) => between(call.ringingAt, call.answeredAt ?? call.endedAt),
        },
        {
          ...numbers,
          title: texts.talk,
          key: 'talk',
          render: (_value, call) => between(call.connectedAt, call.endedAt),
        },
      ]}
    />
  );
}

function Details({ call }: { readonly call: Call }) {
  const texts = useTexts(callsTexts);
  const format = useFormat();
  const seconds = (from: string | null, to: string | null): string =>
    from === null || to === null ? dash : format.clock((Date.parse(to) - Date.parse(from)) / 1000);
  const further = call.final === null ? dash : call.final ? texts.noneFurther : texts.mayFollow;
  const variables = Object.entries(call.flowVariables).map(([name, value]) => `${name}: ${value}`);
  const items: readonly (readonly [string, string | null])[] = [
    [texts.callId, call.callId],
    [texts.caller, call.callerNumber],
    [texts.cause, call.cause],
    [texts.final, further],
    [texts.wait, seconds(call.waitingAt, call.connectedAt ?? call.endedAt)],
    [texts.answeredBy, call.answeredBy],
    [texts.record, call.recordPath],
    [texts.variables, variables.length === 0 ? null : variables.join(', ')],
    [texts.business, call.businessResult],
    [texts.note, call.note],
  ];
  return (
    <RowDetails>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2, xl: 3 }}
        items={items.map(([label, value]) => ({
          key: label,
          label,
          children: <span className={styles.value}>{value ?? dash}</span>,
        }))}
      />
    </RowDetails>
  );
}
