// The dialog in which people see where they are signed in, and end what they do not know.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Modal, Tag } from 'antd';
import type { OpenSession } from '../../../src/api/routes/sessions.ts';
import { endOtherSessions, endSession, sessionsQuery } from '../api/tenants/sessions.ts';
import { Loading } from '../parts/states/Loading.tsx';
import { ProblemAlert } from '../parts/states/ProblemAlert.tsx';
import { useFormat } from '../text/format.ts';
import { useTexts } from '../text/useTexts.ts';
import styles from './SessionsDialog.module.css';
import { sessionTexts } from './texts.ts';

interface SessionsDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function SessionsDialog({ isOpen, onClose }: SessionsDialogProps) {
  const texts = useTexts(sessionTexts);
  const { data, error, refetch } = useQuery({ ...sessionsQuery, enabled: isOpen });
  const ending = useMutation({ mutationFn: endSession });
  const endingOthers = useMutation({ mutationFn: endOtherSessions });
  const problem = error ?? ending.error ?? endingOthers.error;
  const others = data?.filter(({ isThis }) => !isThis) ?? [];
  return (
    <Modal
      open={isOpen}
      title={texts.sessions}
      onCancel={onClose}
      destroyOnHidden
      width={560}
      footer={
        others.length === 0 ? null : (
          <Button danger loading={endingOthers.isPending} onClick={() => endingOthers.mutate()}>
            {texts.endOthers}
          </Button>
        )
      }
    >
      <p>{texts.sessionsHelp}</p>
      {problem === null ? null : <ProblemAlert problem={problem} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Loading rows={3} /> : null}
      <ul className={styles.list}>
        {data?.map((session) => (
          <li key={session.id} className={styles.item}>
            <SessionTexts session={session} />
            {session.isThis ? (
              <Tag>{texts.thisSession}</Tag>
            ) : (
              <Button
                size="small"
                aria-label={texts.endSessionOf(session.address)}
                loading={ending.isPending && ending.variables === session.id}
                onClick={() => ending.mutate(session.id)}
              >
                {texts.endSession}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function SessionTexts({ session }: { readonly session: OpenSession }) {
  const texts = useTexts(sessionTexts);
  const format = useFormat();
  return (
    <div className={styles.words}>
      <strong>{session.address}</strong>
      <span>{texts.signedInAt(format.dateTime(session.createdAt))}</span>
      <span className={styles.client}>{session.client}</span>
    </div>
  );
}
