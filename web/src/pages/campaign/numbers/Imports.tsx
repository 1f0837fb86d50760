// The imports of a campaign, the newest first: how each stands, what was left out, and the way back. While
// one runs, wherever it was begun, it is read again with each second of the live figures.

import { useQuery } from '@tanstack/react-query';
import { App, Table, Tag } from 'antd';
import { useEffect } from 'react';
import type { Import } from '../../../../../src/api/routes/imports.ts';
import { nameOfActor } from '../../../api/campaigns/revisions.ts';
import { errorsAddress, importsQuery, undoImport } from '../../../api/numbers.ts';
import { useLiveCampaign } from '../../../live/liveFigures.ts';
import { useAddress } from '../../../parts/hooks/useAddress.ts';
import { useDownload } from '../../../parts/hooks/useDownload.ts';
import { PageButtons } from '../../../parts/PageButtons.tsx';
import { SureButton } from '../../../parts/SureButton.tsx';
import { Loading } from '../../../parts/states/Loading.tsx';
import { Nothing } from '../../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useMay, useSession } from '../../../session/useSession.ts';
import { dash, useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import styles from './numbers.module.css';
import { importStateTexts, importsTexts } from './texts.ts';

export function Imports({ campaignId }: { readonly campaignId: number }) {
  const texts = useTexts(importsTexts);
  const { vdnId } = useSession();
  const [{ before }, setAddress] = useAddress({ before: '' });
  const { data, error, refetch } = useQuery(importsQuery(vdnId, campaignId, before));
  const live = useLiveCampaign(campaignId);
  const isRunning = data?.items.some(({ state }) => state === 'running') === true;
  const all = live === null ? null : live.waiting + live.calling + live.done;
  // Also when one has ended that was begun after the list was read: then there are more numbers.
  const told = isRunning ? live : all;
  useEffect(() => {
    if (told !== null) void refetch();
  }, [told, refetch]);
  const next = data?.next ?? null;
  return (
    <>
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Loading rows={4} /> : null}
      {data?.items.length === 0 ? <Nothing title={texts.none} detail={texts.noneDetail} /> : null}
      {data !== undefined && data.items.length > 0 ? (
        <ImportTable campaignId={campaignId} imports={data.items} />
      ) : null}
      <PageButtons
        place={before}
        next={next}
        firstText={texts.newest}
        nextText={texts.older}
        onTurn={(before) => setAddress({ before })}
      />
    </>
  );
}

interface ImportTableProps {
  readonly campaignId: number;
  readonly imports: readonly Import[];
}

function ImportTable({ campaignId, imports }: ImportTableProps) {
  const download = useDownload();
  const texts = useTexts(importsTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const { message } = App.useApp();
  const mayUndo = useMay('import.change');
  const figures = { align: 'right', className: 'figures' } as const;
  const undo = async (id: string): Promise<void> => {
    const { removed, remaining } = await undoImport(vdnId, campaignId, id);
    void message.success(texts.undone(format.number(removed), format.number(remaining)));
  };
  return (
    <Table<Import>
      size="small"
      rowKey="id"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...imports]}
      columns={[
        { title: texts.begun, dataIndex: 'startedAt', render: (at: string) => format.dateTime(at) },
        {
          title: texts.file,
          dataIndex: 'fileName',
          render: (name: string) => <span className={styles.own}>{name || dash}</span>,
        },
        { title: texts.by, dataIndex: 'actor', responsive: ['lg'], render: nameOfActor },
        {
          title: texts.state,
          dataIndex: 'state',
          render: (_state, one) => <ImportState import={one} />,
        },
        { ...figures, title: texts.added, dataIndex: 'added', render: (count) => format.number(count) },
        {
          ...figures,
          title: texts.duplicates,
          dataIndex: 'duplicates',
          render: (count) => format.number(count),
        },
        {
          title: texts.rejected,
          dataIndex: 'rejected',
          render: (count: number, { id }) =>
            count === 0 ? (
              format.number(0)
            ) : (
              <a href={errorsAddress(vdnId, campaignId, id)} download onClick={download}>
                {texts.errors(format.number(count))}
              </a>
            ),
        },
        {
          title: <span className="unseen">{texts.undo}</span>,
          key: 'deeds',
          align: 'right',
          hidden: !mayUndo,
          render: (_value, { id, state, fileName, remaining }) =>
            state !== 'finished' || remaining === 0 ? null : (
              <SureButton
                text={texts.undo}
                question={texts.undoQuestion(fileName || texts.nameless)}
                consequence={texts.undoConsequence(format.number(remaining))}
                onSure={() => undo(id)}
              />
            ),
        },
      ]}
    />
  );
}

/** Told by a mark as well as by its color. */
const looks = new Map([
  ['running', { color: 'processing', mark: '●' }],
  ['finished', { color: 'success', mark: '✓' }],
  ['failed', { color: 'error', mark: '✕' }],
  ['undone', { color: 'default', mark: '↶' }],
]);

function ImportState({ import: { state, failure, removed } }: { readonly import: Import }) {
  const texts = useTexts(importsTexts);
  const states = new Map(Object.entries(useTexts(importStateTexts)));
  const format = useFormat();
  const look = looks.get(state);
  return (
    <>
      <Tag color={look?.color ?? 'default'} variant="filled">
        <span aria-hidden="true">{look?.mark} </span>
        {states.get(state) ?? state}
      </Tag>
      {failure === null ? null : <div className={styles.failure}>{failure}</div>}
      {removed === 0 ? null : <div className={styles.failure}>{texts.removed(format.number(removed))}</div>}
    </>
  );
}
