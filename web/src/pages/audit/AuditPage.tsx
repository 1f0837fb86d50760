// The audit log, newest first. An entry opens to what changed, as the server keeps it.

import { useQuery } from '@tanstack/react-query';
import { Button, Input, Table } from 'antd';
import type { AuditEntry } from '../../../../src/api/routes/users.ts';
import { auditQuery } from '../../api/tenants/audit.ts';
import { useAddress } from '../../parts/hooks/useAddress.ts';
import { PageButtons } from '../../parts/PageButtons.tsx';
import { PageHead } from '../../parts/PageHead.tsx';
import { Reachable } from '../../parts/Reachable.tsx';
import { RowDetails } from '../../parts/RowDetails.tsx';
import { Loading } from '../../parts/states/Loading.tsx';
import { Nothing } from '../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../parts/states/ProblemAlert.tsx';
import { useSession } from '../../session/useSession.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import styles from './Audit.module.css';
import { auditTexts } from './texts.ts';

export function AuditPage() {
  const texts = useTexts(auditTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const [address, setAddress] = useAddress({ actor: '', action: '', before: '' });
  const { data, error, refetch } = useQuery(auditQuery(vdnId, address));
  const isFiltered = address.actor !== '' || address.action !== '';
  const next = data?.next ?? null;
  return (
    <>
      <PageHead title={texts.title} about={texts.about} />
      <search className={styles.filters}>
        <Input.Search
          key={`actor ${address.actor}`}
          className={styles.filter}
          aria-label={texts.actor}
          placeholder={texts.actorSought}
          defaultValue={address.actor}
          allowClear
          maxLength={80}
          onSearch={(actor) => setAddress({ actor: actor.trim(), before: '' })}
        />
        <Input.Search
          key={`action ${address.action}`}
          className={styles.filter}
          aria-label={texts.action}
          placeholder={texts.actionSought}
          defaultValue={address.action}
          allowClear
          maxLength={80}
          onSearch={(action) => setAddress({ action: action.trim(), before: '' })}
        />
      </search>
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Loading rows={8} /> : null}
      {data?.items.length === 0 && error === null ? (
        isFiltered ? (
          <Nothing title={texts.noneFound} detail={texts.noneFoundDetail} />
        ) : (
          <Nothing title={texts.none} />
        )
      ) : null}
      {data !== undefined && data.items.length > 0 && error === null ? (
        <Table<AuditEntry>
          rowKey="id"
          size="small"
          dataSource={[...data.items]}
          pagination={false}
          scroll={{ x: 'max-content' }}
          expandable={{
            rowExpandable: ({ detail }) => detail !== null,
            expandedRowRender: ({ detail }) => (
              <RowDetails>
                <Reachable as="pre" className={styles.detail}>
                  {JSON.stringify(detail, null, 2)}
                </Reachable>
              </RowDetails>
            ),
          }}
          columns={[
            { title: texts.time, key: 'at', render: (_value, { at }) => format.dateTime(at) },
            {
              title: texts.actor,
              key: 'actor',
              render: (_value, { actor }) => (
                <Choose word={actor} onChoose={() => setAddress({ actor, before: '' })} />
              ),
            },
            {
              title: texts.action,
              key: 'action',
              render: (_value, { action }) => (
                <Choose word={action} onChoose={() => setAddress({ action, before: '' })} />
              ),
            },
            { title: texts.subject, dataIndex: 'subject' },
          ]}
        />
      ) : null}
      <PageButtons
        place={address.before}
        next={next}
        firstText={texts.newest}
        nextText={texts.older}
        onTurn={(before) => setAddress({ before })}
      />
    </>
  );
}

/** A word that shows only entries with it. */
const Choose = ({ word, onChoose }: { readonly word: string; readonly onChoose: () => void }) => (
  <Button type="link" size="small" className={styles.word} onClick={onChoose}>
    {word}
  </Button>
);
