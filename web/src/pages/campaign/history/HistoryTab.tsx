// The changes with author, time and the first beat that worked with them; and the way back.
import { useMutation } from '@tanstack/react-query';
import { App, Button, Card, Tag } from 'antd';
import {
  nameOfActor,
  rollBackTo,
  type ShownRevision,
  useRevisions,
} from '../../../api/campaigns/revisions.ts';
import { problemOf } from '../../../api/problem.ts';
import { Loading } from '../../../parts/states/Loading.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useMay, useSession } from '../../../session/useSession.ts';
import { useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { Differences } from '../Differences.tsx';
import type { TabProps } from '../tabProps.ts';
import { historyTexts } from './texts.ts';

export function HistoryTab({ campaign }: TabProps) {
  const texts = useTexts(historyTexts);
  const { vdnId } = useSession();
  const { modal, message } = App.useApp();
  const { data, error, refetch } = useRevisions(vdnId, campaign.id);
  const mayChange = useMay('campaign.change') && campaign.state !== 'ended';
  const rollback = useMutation({
    mutationFn: (revision: number) => rollBackTo(vdnId, campaign.id, revision, campaign.revision),
    onSuccess: (_answer, revision) => void message.success(texts.done(revision)),
  });
  const confirm = ({ revision }: ShownRevision): void =>
    void modal.confirm({
      title: texts.confirmTitle(revision),
      content: texts.confirmDetail,
      okText: texts.confirm,
      cancelText: texts.cancel,
      // What goes wrong is told on the page.
      onOk: () => rollback.mutateAsync(revision).catch(() => undefined),
    });
  return (
    <>
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {rollback.error === null ? null : <ProblemAlert problem={problemOf(rollback.error)} />}
      {data === undefined ? error === null ? <Loading /> : null : null}
      {data?.map((one) => (
        <Revision
          key={one.revision}
          revision={one}
          isRunning={one.revision === campaign.revision}
          onRollBack={mayChange ? () => confirm(one) : null}
        />
      ))}
    </>
  );
}

interface RevisionProps {
  readonly revision: ShownRevision;
  readonly isRunning: boolean;
  readonly onRollBack: (() => void) | null;
}

function Revision({ revision: one, isRunning, onRollBack }: RevisionProps) {
  const texts = useTexts(historyTexts);
  const format = useFormat();
  const { revision, action, actor, at, effectiveAt, changes } = one;
  const what = new Map(Object.entries(texts)).get(action);
  return (
    <Card
      size="small"
      style={{ marginBottom: 8 }}
      title={
        <h2 style={{ margin: 0, fontSize: 'inherit', fontWeight: 600 }}>
          {texts.revision(revision)}{' '}
          <span style={{ fontWeight: 400 }}>{typeof what === 'string' ? what : action}</span>{' '}
          {isRunning ? <Tag color="success">{texts.running}</Tag> : null}
        </h2>
      }
      extra={
        isRunning || onRollBack === null ? null : (
          <Button
            size="small"
            aria-label={`${texts.rollBack}: ${texts.revision(revision)}`}
            onClick={onRollBack}
          >
            {texts.rollBack}
          </Button>
        )
      }
    >
      <p style={{ margin: 0 }}>
        {texts.by(nameOfActor(actor), format.dateTime(at))};{' '}
        {effectiveAt === null ? texts.notEffective : texts.effective(format.dateTime(effectiveAt))}
      </p>
      {changes.length === 0 ? null : <Differences label={texts.differences} changes={changes} />}
    </Card>
  );
}
