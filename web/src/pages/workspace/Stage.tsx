// What is happening now, large enough to be read from the other end of the desk, and what belongs to it.
import { Button } from 'antd';
import type { AgentAtWork } from '../../../../src/api/routes/agentWork.ts';
import { useServerNow } from '../../live/serverClock.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { Offered } from './Offered.tsx';
import { Person } from './Person.tsx';
import type { Act } from './StatusControls.tsx';
import { Talk } from './Talk.tsx';
import { workspaceTexts } from './texts.ts';
import type { Drafts } from './useDrafts.ts';
import styles from './Workspace.module.css';

interface StageProps {
  readonly agent: AgentAtWork;
  readonly act: Act;
  readonly drafts: Drafts;
}

type Scene = 'signedOut' | 'onBreak' | AgentAtWork['state'];

export function Stage({ agent, act, drafts }: StageProps) {
  const texts = useTexts(workspaceTexts);
  const { status, state, breakReason } = agent;
  const scene: Scene = state !== 'idle' ? state : status === 'ready' ? 'idle' : status;
  const isBusy = state === 'reserved' || state === 'talking' || state === 'wrapUp';
  const title = scene === 'onBreak' && breakReason !== null ? texts.onBreakFor(breakReason) : texts[scene];
  return (
    <section className={`${styles.stage} ${styles[scene]}`} aria-labelledby="scene">
      <div className={styles.head}>
        <h2 id="scene" className={styles.scene} aria-live="polite">
          {title}
        </h2>
        {agent.since === null ? null : <Since at={agent.since} />}
      </div>
      {isBusy && status === 'onBreak' ? <p className={styles.hint}>{texts.afterwardsBreak}</p> : null}
      {isBusy && status === 'signedOut' ? <p className={styles.hint}>{texts.afterwardsSignOut}</p> : null}
      <Content scene={scene} agent={agent} act={act} drafts={drafts} />
    </section>
  );
}

function Content({ scene, agent, act, drafts }: StageProps & { readonly scene: Scene }) {
  const texts = useTexts(workspaceTexts);
  switch (scene) {
    case 'signedOut':
      return (
        <>
          <p className={styles.hint}>{texts.signedOutDetail}</p>
          <Button
            type="primary"
            size="large"
            disabled={!act.isPossible}
            onClick={() => void act.run({ command: 'signIn' })}
          >
            {texts.signIn}
          </Button>
        </>
      );
    case 'onBreak':
      return <p className={styles.hint}>{texts.onBreakDetail}</p>;
    case 'idle':
      return <p className={styles.hint}>{texts.idleDetail}</p>;
    case 'reserved':
      return (
        <>
          <p className={styles.hint}>{texts.reservedDetail}</p>
          <Person agent={agent} />
        </>
      );
    case 'previewing':
      return <Offered agent={agent} act={act} />;
    case 'talking':
    case 'wrapUp':
      return <Talk agent={agent} act={act} drafts={drafts} />;
  }
}

function Since({ at }: { readonly at: string }) {
  const format = useFormat();
  const now = useServerNow();
  return (
    <span className={styles.timer} role="timer">
      {format.clock((now - Date.parse(at)) / 1000)}
    </span>
  );
}
