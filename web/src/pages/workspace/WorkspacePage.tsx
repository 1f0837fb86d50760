// Where agents work: how they stand at the top with what they can do about it, and below it the one thing
// that matters now: the offered contact, the call, or the wrap-up.
import { useQuery } from '@tanstack/react-query';
import { Alert, App } from 'antd';
import { useRef } from 'react';
import type { AgentAtWork, AskedCommand, CommandName } from '../../../../src/api/routes/agentWork.ts';
import { workQuery } from '../../api/agents/work.ts';
import { problemOf } from '../../api/problem.ts';
import { PageHead } from '../../parts/PageHead.tsx';
import { Loading } from '../../parts/states/Loading.tsx';
import { Nothing } from '../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../parts/states/ProblemAlert.tsx';
import { problemTexts } from '../../parts/texts.ts';
import { useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import { Shortcuts } from './Shortcuts.tsx';
import { Stage } from './Stage.tsx';
import { type Act, StatusControls, TelephoneTag } from './StatusControls.tsx';
import { workspaceTexts } from './texts.ts';
import { Unsent } from './Unsent.tsx';
import { type AgentStream, useAgentStream } from './useAgentStream.ts';
import { useDrafts } from './useDrafts.ts';
import styles from './Workspace.module.css';

export function WorkspacePage() {
  const texts = useTexts(workspaceTexts);
  const { vdnId, user } = useSession();
  const { data, error, refetch } = useQuery(workQuery(vdnId, user));
  if (error?.kind === 'notFound') {
    return <Nothing isPage title={texts.noAgent} detail={texts.noAgentDetail(user)} />;
  }
  return (
    <div className={styles.page}>
      {data === undefined ? (
        <>
          <PageHead title={texts.title} />
          {error === null ? <Loading /> : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
        </>
      ) : (
        <Working first={data} />
      )}
    </div>
  );
}

/** @param first how the agent stood before the stream has told */
function Working({ first }: { readonly first: AgentAtWork }) {
  const { vdnId } = useSession();
  const stream = useAgentStream(vdnId, first);
  const { agent } = stream;
  const texts = useTexts(workspaceTexts);
  const act = useAct(stream);
  const drafts = useDrafts(agent.id);
  const { telephone, isReachable, status, state } = agent;
  const isMissed = status !== 'signedOut' && state === 'idle' && !isReachable;
  return (
    <>
      <PageHead
        title={texts.title}
        about={
          <>
            <span>{texts.agent(agent.id)}</span>
            {status === 'signedOut' ? null : <TelephoneTag agent={agent} />}
            <Connection stream={stream} />
          </>
        }
      >
        <StatusControls agent={agent} act={act} />
      </PageHead>
      {stream.standing !== 'lost' ? null : (
        <Alert
          role="alert"
          type="warning"
          showIcon
          className={styles.notice}
          title={texts.notConnected}
          description={texts.notConnectedDetail}
        />
      )}
      {isMissed ? (
        <Alert
          type="warning"
          showIcon
          className={styles.notice}
          title={texts.unreachableTitle}
          description={texts.unreachableDetail(telephone.endpoint)}
        />
      ) : null}
      <Unsent callId={agent.callId} drafts={drafts} />
      <Stage agent={agent} act={act} drafts={drafts} />
      <Shortcuts />
    </>
  );
}

/** What every button does: the same command once at a time, and a refusal in words. */
function useAct(stream: AgentStream): Act {
  const problems = useTexts(problemTexts);
  const { notification } = App.useApp();
  const running = useRef(new Set<CommandName>());
  const run = async (asked: AskedCommand): Promise<boolean> => {
    if (running.current.has(asked.command)) return false;
    running.current.add(asked.command);
    try {
      await stream.command(asked);
      return true;
    } catch (error) {
      const { kind, detail } = problemOf(error);
      const title = Object.hasOwn(problems, kind) ? problems[kind as keyof typeof problems] : problems.failed;
      notification.error({ title, description: detail });
      return false;
    } finally {
      running.current.delete(asked.command);
    }
  };
  return { isPossible: stream.standing === 'open', run };
}

const standingTexts = { beginning: 'beginning', open: 'connected', lost: 'notConnected' } as const;

function Connection({ stream: { standing } }: { readonly stream: AgentStream }) {
  const texts = useTexts(workspaceTexts);
  return (
    <span className={`${styles.connection} ${standing === 'open' ? styles.connected : ''}`} role="status">
      <span className={styles.dot} aria-hidden="true" />
      {texts[standingTexts[standing]]}
    </span>
  );
}
