// Without a session nothing is shown. The address stays what it was, so signing in leads to
// where one wanted to go; and when a session ends under an open page, the page stays below a dialog, with
// everything that was typed into it.
import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { type ReactNode, useSyncExternalStore } from 'react';
import { forget, hasEnded, onEnded, sessionQuery } from '../api/tenants/session.ts';
import { Loading } from '../parts/states/Loading.tsx';
import { ProblemAlert } from '../parts/states/ProblemAlert.tsx';
import { Bell } from '../shell/Bell.tsx';
import { Choices } from '../shell/menu/UserMenu.tsx';
import { useTexts } from '../text/useTexts.ts';
import { SignInForm } from './SignInForm.tsx';
import styles from './SignInGate.module.css';
import { sessionTexts } from './texts.ts';
import { SessionContext } from './useSession.ts';

export function SignInGate({ children }: { readonly children: ReactNode }) {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  const isEnded = useSyncExternalStore(onEnded, hasEnded);
  if (session) {
    return (
      <SessionContext value={session}>
        {children}
        <EndedDialog isOpen={isEnded} user={session.user} vdnId={session.vdnId} />
      </SessionContext>
    );
  }
  if (session === null) return <SignInPage />;
  return (
    <main className={styles.page}>
      {error === null ? <Loading /> : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
    </main>
  );
}

function SignInPage() {
  const texts = useTexts(sessionTexts);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.title}>
          <Bell />
          Campana
        </h1>
        <p className={styles.about}>{texts.about}</p>
        <SignInForm />
        <Choices />
      </div>
    </main>
  );
}

interface EndedDialogProps {
  readonly isOpen: boolean;
  readonly user: string;
  readonly vdnId: number;
}

function EndedDialog({ isOpen, user, vdnId }: EndedDialogProps) {
  const texts = useTexts(sessionTexts);
  return (
    <Modal open={isOpen} title={texts.endedTitle} closable={false} footer={null} width={400} destroyOnHidden>
      <p className={styles.about}>{texts.endedDetail}</p>
      <SignInForm as={{ user, vdnId }} />
      <Button type="link" block onClick={forget}>
        {texts.somebodyElse}
      </Button>
    </Modal>
  );
}
