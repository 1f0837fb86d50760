// A call and the work after it. Both look the same but for the button, so that nothing moves under the
// hands of an agent who is writing when the other side hangs up.
import { CheckOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Form, Input } from 'antd';
import { useEffect, useRef } from 'react';
import type { AgentAtWork } from '../../../../src/api/routes/agentWork.ts';
import { useServerNow } from '../../live/serverClock.ts';
import { useTexts } from '../../text/useTexts.ts';
import { Countdown } from './Offered.tsx';
import { Person } from './Person.tsx';
import type { Act } from './StatusControls.tsx';
import { workspaceTexts } from './texts.ts';
import { type Draft, type Drafts, keepResult, readResults } from './useDrafts.ts';
import { useShortcuts } from './useShortcuts.ts';
import styles from './Workspace.module.css';

interface TalkProps {
  readonly agent: AgentAtWork;
  readonly act: Act;
  readonly drafts: Drafts;
}

const resultMax = 100;
const noteMax = 2000;

export function Talk({ agent, act, drafts }: TalkProps) {
  const texts = useTexts(workspaceTexts);
  const { state, since, wrapUpEndsAt, callId } = agent;
  const draft = drafts.of(callId);
  const setDraft = (change: Partial<Draft>): void => {
    if (callId !== null) drafts.change(callId, { ...draft, called: agent.called, ...change });
  };
  const isWrapUp = state === 'wrapUp';
  const result = draft.result.trim();
  const hangUp = (): void => void act.run({ command: 'hangUp' });
  const finish = async (): Promise<void> => {
    const note = draft.note.trim();
    const fields = { ...(result === '' ? {} : { businessResult: result }), ...(note === '' ? {} : { note }) };
    setDraft({ isSent: true });
    if (!(await act.run({ command: 'endWrapUp', ...fields }))) return setDraft({ isSent: false });
    if (callId !== null) drafts.forget(callId);
    if (result !== '') keepResult(result);
  };
  useLastMoment(isWrapUp ? wrapUpEndsAt : null, () => {
    if (result !== '' || draft.note.trim() !== '') void finish();
  });
  useShortcuts(!act.isPossible ? {} : isWrapUp ? { 'Control+Enter': () => void finish() } : { F9: hangUp });
  return (
    <>
      {isWrapUp && since !== null && wrapUpEndsAt !== null ? (
        <Countdown from={since} to={wrapUpEndsAt} say={texts.endsIn} />
      ) : null}
      <div className={styles.talk}>
        <div>
          <Person agent={agent} />
          {isWrapUp ? null : (
            <Button
              danger
              type="primary"
              size="large"
              icon={<CloseCircleOutlined />}
              disabled={!act.isPossible}
              onClick={hangUp}
              aria-keyshortcuts="F9"
            >
              {texts.hangUp}
            </Button>
          )}
        </div>
        <Form layout="vertical" requiredMark={false} onFinish={() => void finish()} className={styles.form}>
          <Form.Item label={texts.result} htmlFor="result" extra={texts.resultHelp}>
            <AutoComplete
              id="result"
              value={draft.result}
              onChange={(value: string) =>
                setDraft({ result: value.replaceAll(/[\r\n\t]/g, ' ').slice(0, resultMax) })
              }
              options={readResults().map((value) => ({ value }))}
              showSearch={{ filterOption: true }}
            />
          </Form.Item>
          <Form.Item label={texts.note} htmlFor="note" extra={texts.noteHelp}>
            <Input.TextArea
              id="note"
              value={draft.note}
              onChange={({ target }) => setDraft({ note: target.value })}
              maxLength={noteMax}
              rows={7}
            />
          </Form.Item>
          {isWrapUp ? (
            <Button
              type="primary"
              size="large"
              htmlType="submit"
              icon={<CheckOutlined />}
              disabled={!act.isPossible}
              aria-keyshortcuts="Control+Enter"
            >
              {texts.done}
            </Button>
          ) : null}
        </Form>
      </div>
    </>
  );
}

const lastMomentMillis = 2_000;

/** Calls `act` once, shortly before that instant: what is written by then must not be lost. */
function useLastMoment(at: string | null, act: () => void): void {
  const now = useServerNow(0.5);
  const acted = useRef<string | null>(null);
  useEffect(() => {
    if (at === null || acted.current === at || Date.parse(at) - now > lastMomentMillis) return;
    acted.current = at;
    act();
  });
}
