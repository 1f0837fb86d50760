// The buttons of an agent's status, and whether the telephone can be reached.
import { CoffeeOutlined, LogoutOutlined, PhoneOutlined } from '@ant-design/icons';
import { Button, Dropdown, Tag } from 'antd';
import type { AgentAtWork, AskedCommand } from '../../../../src/api/routes/agentWork.ts';
import { useTexts } from '../../text/useTexts.ts';
import { workspaceTexts } from './texts.ts';
import { useShortcuts } from './useShortcuts.ts';

/** How parts of the workspace have something done. */
export interface Act {
  /** False while there is no connection. */
  readonly isPossible: boolean;
  /** True when it was done; a refusal has been shown. */
  readonly run: (asked: AskedCommand) => Promise<boolean>;
}

interface StatusControlsProps {
  readonly agent: AgentAtWork;
  readonly act: Act;
}

export function StatusControls({ agent: { status }, act }: StatusControlsProps) {
  const texts = useTexts(workspaceTexts);
  const { isPossible, run } = act;
  const reasons = [texts.pause, texts.lunch, texts.meeting, texts.training];
  const takeBreak = (reason: string): void => void run({ command: 'break', reason });
  const turn = (): void => (status === 'ready' ? takeBreak(texts.pause) : void run({ command: 'ready' }));
  useShortcuts(!isPossible || status === 'signedOut' ? {} : { F2: turn });
  if (status === 'signedOut') return null;
  return (
    <>
      <Button
        icon={<LogoutOutlined />}
        disabled={!isPossible}
        onClick={() => void run({ command: 'signOut' })}
      >
        {texts.signOut}
      </Button>
      <Dropdown
        trigger={['click']}
        disabled={!isPossible}
        menu={{
          items: reasons.map((reason) => ({ key: reason, label: reason })),
          onClick: ({ key }) => takeBreak(key),
        }}
      >
        <Button icon={<CoffeeOutlined />}>{texts.takeBreak}</Button>
      </Dropdown>
      {status === 'ready' ? null : (
        <Button type="primary" disabled={!isPossible} onClick={() => void run({ command: 'ready' })}>
          {texts.ready}
        </Button>
      )}
    </>
  );
}

export function TelephoneTag({ agent: { telephone, isReachable } }: { readonly agent: AgentAtWork }) {
  const texts = useTexts(workspaceTexts);
  return (
    <Tag icon={<PhoneOutlined />} color={isReachable ? 'success' : 'warning'} variant="filled">
      {texts.telephone(telephone.endpoint)}: {isReachable ? texts.reachable : texts.unreachable}
    </Tag>
  );
}
