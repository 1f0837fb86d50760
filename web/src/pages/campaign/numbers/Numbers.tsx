// The numbers one by one, a page at a time: a page stays as long as the first one, however many numbers
// there are, and the way back is the browser's.

import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Table, Tag } from 'antd';
import type { CampaignNumber } from '../../../../../src/api/routes/numbers.ts';
import { numbersQuery } from '../../../api/numbers.ts';
import { useAddress } from '../../../parts/hooks/useAddress.ts';
import { PageButtons } from '../../../parts/PageButtons.tsx';
import { Loading } from '../../../parts/states/Loading.tsx';
import { MaskedNote } from '../../../parts/states/MaskedNote.tsx';
import { Nothing } from '../../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useSession } from '../../../session/useSession.ts';
import { dash, useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { outcomeNames, outcomeOfCause } from '../outcomes/outcomeNames.ts';
import { NumberDetails } from './NumberDetails.tsx';
import styles from './numbers.module.css';
import { numberStateTexts, numbersTexts } from './texts.ts';

export function Numbers({ campaignId }: { readonly campaignId: number }) {
  const texts = useTexts(numbersTexts);
  const states = useTexts(numberStateTexts);
  const { vdnId, masking } = useSession();
  const [{ number, state: asked, after }, setAddress] = useAddress({ number: '', state: '', after: '' });
  const state = Object.hasOwn(states, asked) ? asked : '';
  // Beginnings would tell, digit by digit, what is hidden.
  const sought = masking === 'none' ? { prefix: number, called: '' } : { prefix: '', called: number };
  const filter = { ...sought, state, after };
  const searched = masking === 'none' ? texts.searched : texts.soughtWhole;
  const { data, error, refetch, isFetching } = useQuery(numbersQuery(vdnId, campaignId, filter));
  const isFiltered = number !== '' || filter.state !== '';
  const next = data?.next ?? null;
  return (
    <>
      <search className={styles.filters}>
        <Input.Search
          key={number}
          className={styles.filter}
          defaultValue={number}
          aria-label={searched}
          placeholder={searched}
          inputMode="tel"
          maxLength={24}
          allowClear
          onSearch={(text) => setAddress({ number: text.replace(/[^0-9*#]/g, ''), after: '' })}
        />
        <Select
          className={styles.filter}
          aria-label={texts.state}
          value={filter.state}
          onChange={(state) => setAddress({ state, after: '' })}
          options={[
            { value: '', label: texts.anyState },
            ...Object.entries(states).map(([value, label]) => ({ value, label })),
          ]}
        />
        <Button loading={isFetching} onClick={() => void refetch()}>
          {texts.refresh}
        </Button>
      </search>
      <MaskedNote canSearch />
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Loading rows={8} /> : null}
      {data?.items.length === 0 ? (
        next !== null ? (
          <Nothing title={texts.notYetFound}>
            <Button onClick={() => setAddress({ after: next })}>{texts.goOn}</Button>
          </Nothing>
        ) : isFiltered || filter.after !== '' ? (
          <Nothing title={texts.noneFound} detail={texts.noneFoundDetail} />
        ) : (
          <Nothing title={texts.none} detail={texts.noneDetail} />
        )
      ) : null}
      {data !== undefined && data.items.length > 0 ? (
        <NumberTable campaignId={campaignId} numbers={data.items} />
      ) : null}
      <PageButtons
        place={filter.after}
        next={next}
        firstText={texts.first}
        nextText={texts.next}
        onTurn={(after) => setAddress({ after })}
      />
    </>
  );
}

interface NumberTableProps {
  readonly campaignId: number;
  readonly numbers: readonly CampaignNumber[];
}

function NumberTable({ campaignId, numbers }: NumberTableProps) {
  const texts = useTexts(numbersTexts);
  const names = useTexts(outcomeNames);
  const format = useFormat();
  const figures = { align: 'right', className: 'figures' } as const;
  const causeText = (cause: string | null): string => {
    const outcome = cause === null ? null : outcomeOfCause(cause);
    return outcome === null ? (cause ?? dash) : names[outcome];
  };
  return (
    <Table<CampaignNumber>
      size="small"
      rowKey="contactId"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...numbers]}
      expandable={{
        expandedRowRender: (number) => <NumberDetails campaignId={campaignId} number={number} />,
        columnTitle: <span className="figures">{texts.details}</span>,
        columnWidth: 64,
      }}
      columns={[
        { title: texts.number, dataIndex: 'called', className: 'figures' },
        { title: texts.state, dataIndex: 'state', render: (state: string) => <NumberState state={state} /> },
        {
          ...figures,
          title: texts.attempts,
          dataIndex: 'attempts',
          render: (attempts: number) => format.number(attempts),
        },
        { title: texts.cause, dataIndex: 'cause', render: causeText },
        {
          title: texts.attemptedAt,
          dataIndex: 'attemptedAt',
          responsive: ['lg'],
          render: (at: string | null) => format.dateTime(at),
        },
        {
          title: <span title={texts.dueHelp}>{texts.dueAt}</span>,
          dataIndex: 'dueAt',
          responsive: ['md'],
          render: (at: string | null) => format.dateTime(at),
        },
        { ...figures, title: texts.priority, dataIndex: 'priority', responsive: ['lg'] },
        {
          title: texts.customField,
          dataIndex: 'customField',
          responsive: ['xl'],
          render: (text: string | null) => <span className={styles.own}>{text ?? dash}</span>,
        },
      ]}
    />
  );
}

/** Told by a mark as well as by its color. */
const looks = new Map([
  ['waiting', { color: 'default', mark: '○' }],
  ['calling', { color: 'processing', mark: '●' }],
  ['done', { color: 'success', mark: '✓' }],
]);

function NumberState({ state }: { readonly state: string }) {
  const states = new Map(Object.entries(useTexts(numberStateTexts)));
  const look = looks.get(state);
  return (
    <Tag color={look?.color ?? 'default'} variant="filled">
      <span aria-hidden="true">{look?.mark} </span>
      {states.get(state) ?? state}
    </Tag>
  );
}
