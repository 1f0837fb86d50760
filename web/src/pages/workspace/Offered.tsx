// A contact that is shown before it is called: dial, give back, or let the time run out.
import { PhoneOutlined } from '@ant-design/icons';
import { Button, Progress, Select, Space } from 'antd';
import { useState } from 'react';
import type { AgentAtWork } from '../../../../src/api/routes/agentWork.ts';
import { useServerNow } from '../../live/serverClock.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { Person } from './Person.tsx';
import type { Act } from './StatusControls.tsx';
import { workspaceTexts } from './texts.ts';
import { useShortcuts } from './useShortcuts.ts';
import styles from './Workspace.module.css';

interface OfferedProps {
  readonly agent: AgentAtWork;
  readonly act: Act;
}

export function Offered({ agent, act }: OfferedProps) {
  const texts = useTexts(workspaceTexts);
  const [reason, setReason] = useState<string>(texts.notNow);
  const { offer } = agent;
  // Named in each command: a click at the moment in which the offer changes means the old one.
  const contactId = offer?.contactId;
  const dial = (): void => void act.run({ command: 'dialOffer', contactId });
  const skip = (): void => void act.run({ command: 'skipOffer', contactId, reason });
  useShortcuts(act.isPossible ? { F4: dial, F8: skip } : {});
  if (offer === null) return null;
  return (
    <>
      <Countdown from={offer.offeredAt} to={offer.dialsAt} say={texts.dialsIn} />
      <Person agent={agent} />
      <div className={styles.deeds}>
        <Button
          type="primary"
          size="large"
          icon={<PhoneOutlined />}
          disabled={!act.isPossible}
          onClick={dial}
          aria-keyshortcuts="F4"
        >
          {texts.dial}
        </Button>
        <Space.Compact size="large" className={styles.skip}>
          <Select
            aria-label={texts.skipReason}
            value={reason}
            onChange={setReason}
            className={styles.reason}
            options={[texts.notNow, texts.unprepared, texts.calledBefore].map((value) => ({
              value,
              label: value,
            }))}
          />
          <Button disabled={!act.isPossible} onClick={skip} aria-keyshortcuts="F8">
            {texts.skip}
          </Button>
        </Space.Compact>
      </div>
    </>
  );
}

interface CountdownProps {
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly say: (clock: string) => string;
}

/** How much of a time is left, as a bar and in words. */
export function Countdown({ from, to, say }: CountdownProps) {
  const format = useFormat();
  const now = useServerNow(0.25);
  const [begin, end] = [Date.parse(from), Date.parse(to)];
  const left = Math.max(0, end - now);
  const words = say(format.clock(Math.ceil(left / 1000)));
  return (
    <div className={styles.countdown}>
      <Progress
        percent={end > begin ? Math.min(100, (left / (end - begin)) * 100) : 0}
        showInfo={false}
        size="small"
        aria-label={words}
      />
      <span className={styles.hint}>{words}</span>
    </div>
  );
}
