// "Dial the failed again": says how many numbers ended how, and opens those that are chosen. What lies on our
// side is chosen at first; a busy line or a rejection is for a person to decide.
import { RedoOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { redialCausesDefault } from '../../../../../src/core/redial.ts';
import type { CampaignDetail } from '../../../api/campaigns/campaigns.ts';
import { type Redialable, redial, redialableQuery } from '../../../api/numbers.ts';
import { Loading } from '../../../parts/states/Loading.tsx';
import { Nothing } from '../../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useMay, useSession } from '../../../session/useSession.ts';
import { useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { outcomeNames, outcomeOfCause } from '../outcomes/outcomeNames.ts';
import styles from './numbers.module.css';
import { redialTexts } from './texts.ts';

export function RedialButton({ campaign }: { readonly campaign: CampaignDetail }) {
  const texts = useTexts(redialTexts);
  const [isOpen, setOpen] = useState(false);
  if (!useMay('campaign.change') || campaign.state === 'ended') return null;
  return (
    <div className={styles.choice}>
      <Button icon={<RedoOutlined />} onClick={() => setOpen(true)}>
        {texts.open}
      </Button>
      {isOpen ? <RedialDialog campaign={campaign} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

interface RedialDialogProps {
  readonly campaign: CampaignDetail;
  readonly onClose: () => void;
}

function RedialDialog({ campaign, onClose }: RedialDialogProps) {
  const texts = useTexts(redialTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const { message } = App.useApp();
  const { data, error, refetch } = useQuery(redialableQuery(vdnId, campaign.id));
  const [chosen, setChosen] = useState<readonly string[]>(redialCausesDefault);
  const {
    mutate,
    isPending,
    error: refusal,
  } = useMutation({
    mutationFn: () => redial(vdnId, campaign.id, chosen),
    onSuccess: (count) => {
      onClose();
      void message.success(texts.redialed(format.number(count)));
    },
  });
  const byCause = data?.byCause ?? [];
  const numbers = byCause
    .filter(({ cause }) => chosen.includes(cause))
    .reduce((sum, one) => sum + one.numbers, 0);
  return (
    <Modal
      open
      title={texts.title}
      okText={texts.sure}
      okButtonProps={{ disabled: numbers === 0 }}
      cancelText={texts.cancel}
      confirmLoading={isPending}
      onOk={() => mutate()}
      onCancel={onClose}
    >
      {error === null ? null : <ProblemAlert problem={error} onRetry={() => void refetch()} />}
      {refusal === null ? null : <ProblemAlert problem={refusal} />}
      {data === undefined && error === null ? <Loading rows={4} /> : null}
      {data !== undefined && byCause.length === 0 ? (
        <Nothing title={texts.none} detail={texts.noneDetail} />
      ) : null}
      {byCause.length > 0 ? (
        <>
          <p>{texts.explanation}</p>
          <Causes byCause={byCause} chosen={chosen} onChoose={setChosen} />
          <p role="status">
            <strong>{texts.willBe(format.number(numbers))}</strong>{' '}
            {campaign.state === 'started' ? texts.started : texts.paused}
          </p>
        </>
      ) : null}
    </Modal>
  );
}

interface CausesProps extends Redialable {
  readonly chosen: readonly string[];
  readonly onChoose: (causes: readonly string[]) => void;
}

function Causes({ byCause, chosen, onChoose }: CausesProps) {
  const texts = useTexts(redialTexts);
  const names = useTexts(outcomeNames);
  const format = useFormat();
  const nameOf = (cause: string): string => {
    const outcome = outcomeOfCause(cause);
    return outcome === null ? cause : names[outcome];
  };
  const group = (title: string, isOurs: boolean) => {
    const shown = byCause.filter(({ cause }) => redialCausesDefault.some((one) => one === cause) === isOurs);
    if (shown.length === 0) return null;
    return (
      <fieldset key={title} className={styles.causes}>
        <legend>{title}</legend>
        {shown.map(({ cause, numbers }) => (
          <Checkbox
            key={cause}
            checked={chosen.includes(cause)}
            onChange={({ target }) =>
              onChoose(target.checked ? [...chosen, cause] : chosen.filter((one) => one !== cause))
            }
          >
            {texts.cause(nameOf(cause), cause, format.number(numbers))}
          </Checkbox>
        ))}
      </fieldset>
    );
  };
  return (
    <>
      {group(texts.ours, true)}
      {group(texts.theirs, false)}
    </>
  );
}
