// The demo world: what it is made of, why it cannot be made here, or the button that makes it and opens its
// campaign.
import { PlayCircleOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Card } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { Demo } from '../../../../src/api/routes/system.ts';
import { demoNumbers } from '../../../../src/core/demoWorld.ts';
import { makeDemo } from '../../api/demo.ts';
import { ProblemAlert } from '../../parts/states/ProblemAlert.tsx';
import { useSession } from '../../session/useSession.ts';
import { useFormat } from '../../text/format.ts';
import { useTexts } from '../../text/useTexts.ts';
import { obstacleTexts, welcomeTexts } from './texts.ts';
import styles from './welcome.module.css';

/** Of the cards side by side. */
export const wayLooks = {
  size: 'small',
  className: styles.card,
  classNames: { body: styles.way },
} as const;

export function DemoCard({ standing }: { readonly standing: Demo }) {
  const texts = useTexts(welcomeTexts);
  const { isCarrierSimulated, campaignId } = standing;
  return (
    <Card {...wayLooks} title={<h2 className={styles.heading}>{texts.demo}</h2>}>
      {!isCarrierSimulated ? (
        <p>{texts.onlySimulated}</p>
      ) : campaignId === null ? (
        <NewDemo standing={standing} />
      ) : (
        <>
          <p>{texts.demoThere}</p>
          <ToCampaign id={campaignId} />
        </>
      )}
    </Card>
  );
}

function NewDemo({ standing: { obstacles } }: { readonly standing: Demo }) {
  const texts = useTexts(welcomeTexts);
  const format = useFormat();
  const obstacleNames = useTexts(obstacleTexts);
  const { vdnId } = useSession();
  const navigate = useNavigate();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => makeDemo(vdnId),
    onSuccess: (campaignId) => navigate(`/campaigns/${campaignId}`),
  });
  return (
    <>
      <p>{texts.demoAbout}</p>
      <ul className={styles.parts}>
        <li>{texts.demoQueues}</li>
        <li>{texts.demoAgents}</li>
        <li>{texts.demoCampaign(format.number(demoNumbers.length))}</li>
      </ul>
      <p>{texts.demoAfter}</p>
      {error === null ? null : <ProblemAlert problem={error} />}
      {obstacles.length === 0 ? (
        <Deed text={texts.make} isPending={isPending} onClick={() => mutate()} />
      ) : (
        <Alert
          type="warning"
          showIcon
          title={texts.blocked}
          description={
            <ul className={styles.parts}>
              {obstacles.map(({ kind, id }) => (
                <li key={`${kind} ${id}`}>{obstacleNames[kind](id ?? '')}</li>
              ))}
            </ul>
          }
        />
      )}
    </>
  );
}

function ToCampaign({ id }: { readonly id: number }): ReactNode {
  const texts = useTexts(welcomeTexts);
  const navigate = useNavigate();
  return <Deed text={texts.toDemo} isPending={false} onClick={() => void navigate(`/campaigns/${id}`)} />;
}

interface DeedProps {
  readonly text: string;
  readonly isPending: boolean;
  readonly onClick: () => void;
}

const Deed = ({ text, isPending, onClick }: DeedProps) => (
  <div className={styles.deed}>
    <Button type="primary" icon={<PlayCircleOutlined />} loading={isPending} onClick={onClick}>
      {text}
    </Button>
  </div>
);
