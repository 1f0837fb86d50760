// Why the campaign dials or does not, and why a number does: the very gates that each beat asks, with the
// value that decided and when it would be answered otherwise.
import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Input } from 'antd';
import type { ToldGate } from '../../../../../src/api/routes/explain.ts';
import { type Explained, explainQuery } from '../../../api/campaigns/explanations.ts';
import { useAddress } from '../../../parts/hooks/useAddress.ts';
import { Loading } from '../../../parts/states/Loading.tsx';
import { MaskedNote } from '../../../parts/states/MaskedNote.tsx';
import { Nothing } from '../../../parts/states/Nothing.tsx';
import { ProblemAlert } from '../../../parts/states/ProblemAlert.tsx';
import { useLanguage } from '../../../preferences.ts';
import { useSession } from '../../../session/useSession.ts';
import { useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import type { TabProps } from '../tabProps.ts';
import styles from './explain.module.css';
import { factsOf } from './facts.ts';
import { explainTexts, questionTexts } from './texts.ts';

export function ExplainTab({ campaign }: TabProps) {
  const texts = useTexts(explainTexts);
  const { vdnId } = useSession();
  const [{ called }, setAddress] = useAddress({ called: '' });
  const { data, error, refetch, isFetching } = useQuery(explainQuery(vdnId, campaign.id, called));
  const isUnknown = error?.kind === 'notFound' && called !== '';
  return (
    <>
      <search className={styles.ask}>
        <Input.Search
          key={called}
          className={styles.number}
          defaultValue={called}
          inputMode="tel"
          maxLength={24}
          allowClear
          aria-label={texts.number}
          placeholder={texts.numberHint}
          enterButton={texts.ask}
          onSearch={(text) => setAddress({ called: text.replace(/[^0-9*#]/g, '') })}
        />
        <Button loading={isFetching} onClick={() => void refetch()}>
          {texts.again}
        </Button>
      </search>
      <MaskedNote canSearch />
      {isUnknown ? <Nothing title={texts.noSuchNumber} detail={texts.noSuchNumberDetail} /> : null}
      {error !== null && !isUnknown ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : null}
      {data === undefined ? error === null ? <Loading /> : null : <Explanation explained={data} />}
    </>
  );
}

function Explanation({ explained }: { readonly explained: Explained }) {
  const texts = useTexts(explainTexts);
  const questions = useTexts(questionTexts);
  const format = useFormat();
  const isGood = 'contact' in explained ? explained.callable : explained.dialing;
  const title =
    'contact' in explained
      ? (isGood ? texts.callable : texts.notCallable)(explained.contact.called)
      : isGood
        ? texts.dialing
        : texts.notDialing;
  const { because, nextAt } = explained;
  return (
    <>
      <Alert
        type={isGood ? 'success' : 'warning'}
        showIcon
        role="status"
        className={styles.verdict}
        title={title}
        description={
          <>
            {isGood || because === null ? null : <div>{texts.because(questions[because])}</div>}
            {'contact' in explained ? <div>{texts.attempts(explained.contact.attempts)}</div> : null}
            {isGood ? null : (
              <div>{nextAt === null ? texts.noNext : texts.nextAt(format.dateTime(nextAt))}</div>
            )}
          </>
        }
      />
      <Card size="small" title={texts.gates}>
        <ol className={styles.gates}>
          {explained.gates.map((gate) => (
            <Gate key={gate.gate} gate={gate} />
          ))}
        </ol>
      </Card>
    </>
  );
}

function Gate({ gate }: { readonly gate: ToldGate }) {
  const texts = useTexts(explainTexts);
  const questions = useTexts(questionTexts);
  const language = useLanguage();
  const format = useFormat();
  return (
    <li className={styles.gate}>
      <span className={gate.passed ? styles.open : styles.closed}>
        {gate.passed ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
        {gate.passed ? texts.open : texts.closed}
      </span>
      <div>
        <div>{questions[gate.gate]}</div>
        <div className={styles.values}>
          {factsOf(gate, language, format).map(([name, value]) => (
            <span key={name}>
              {texts.fact(name)}
              <b>{value}</b>
            </span>
          ))}
          {gate.nextAt === null ? null : <span>{texts.nextAt(format.dateTime(gate.nextAt))}</span>}
        </div>
      </div>
    </li>
  );
}
