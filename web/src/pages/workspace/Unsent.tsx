// What was written about calls that are over, and of which nobody said that it is kept: the connection was
// away when wrap-up ended. The server takes it no more, so it is shown until the agent has done something about it.
import { Alert, Button } from 'antd';
import { useTexts } from '../../text/useTexts.ts';
import { workspaceTexts } from './texts.ts';
import type { Drafts } from './useDrafts.ts';
import styles from './Workspace.module.css';

interface UnsentProps {
  /** The call of now, about which is being written. */
  readonly callId: string | null;
  readonly drafts: Drafts;
}

export function Unsent({ callId, drafts }: UnsentProps) {
  const texts = useTexts(workspaceTexts);
  return drafts.besides(callId).map(([id, { called, result, note }]) => (
    <Alert
      key={id}
      role="alert"
      type="warning"
      showIcon
      className={styles.notice}
      title={texts.unsent(called ?? id)}
      description={
        <>
          <p>{texts.unsentDetail}</p>
          {result === '' ? null : <p className={styles.unsent}>{result}</p>}
          {note === '' ? null : <p className={styles.unsent}>{note}</p>}
          <Button onClick={() => drafts.forget(id)}>{texts.unsentDone}</Button>
        </>
      }
    />
  ));
}
