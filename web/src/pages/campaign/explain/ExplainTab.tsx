// Why the campaign dials or does not, and why a number does: the very gates that each beat asks, with the
// value that decided and when it would be answered otherwise.
import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Input } from 'antd';
import type {
  CampaignExplanation,
  ContactExplanation,
  ContactGate,
} from '../../../../../src/core/explain.ts';
import { ask } from '../../../api/client.ts';
import type { Readable } from '../../../api/readable.ts';
import { Loading } from '../../../parts/Loading.tsx';
import { Nothing } from '../../../parts/Nothing.tsx';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { useAddress } from '../../../parts/useAddress.ts';
import { useSession } from '../../../session/useSession.ts';
import { dash, type Format, useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import { campaignPath } from '../queries.ts';
import type { TabProps } from '../tabs.ts';
import styles from './explain.module.css';
import { explainTexts, questionTexts, reasonTexts, valueTexts, wordTexts } from './texts.ts';

type Explained = Readable<CampaignExplanation> | Readable<ContactExplanation>;

const explainQuery = (vdnId: number, id: number, called: string) =>
  queryOptions({
    queryKey: ['explain', vdnId, id, called],
    queryFn: ({ signal }) =>
      ask<Explained>('GET', `${campaignPath(vdnId, id)}/explain`, { query: { called }, signal }),
    staleTime: 0,
  });

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

function Gate({ gate: { gate, passed, value, nextAt } }: { readonly gate: Readable<ContactGate> }) {
  const texts = useTexts(explainTexts);
  const questions = useTexts(questionTexts);
  const names = new Map(Object.entries(useTexts(valueTexts)));
  const words = useWords();
  const format = useFormat();
  return (
    <li className={styles.gate}>
      <span className={passed ? styles.open : styles.closed}>
        {passed ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
        {passed ? texts.open : texts.closed}
      </span>
      <div>
        <div>{questions[gate]}</div>
        <div className={styles.values}>
          {Object.entries(value).map(([name, one]) => (
            <span key={name}>
              {names.get(gate === 'pacing' && name === 'waiting' ? 'waitingPersons' : name) ?? name}:{' '}
              <b>{valueText(one, format, words)}</b>
            </span>
          ))}
          {nextAt === null ? null : <span>{texts.nextAt(format.dateTime(nextAt))}</span>}
        </div>
      </div>
    </li>
  );
}

const instant = /^\d{4}-\d\d-\d\dT/;

/** What the server says in words of its own, in those of the page. */
function useWords(): ReadonlyMap<string, string> {
  const reasons = new Map(Object.entries(useTexts(reasonTexts)));
  return new Map([
    ...Object.entries(useTexts(wordTexts)),
    ...Object.entries(reasonTexts.en_US).map(([name, said]): [string, string] => [
      said,
      reasons.get(name) ?? said,
    ]),
  ]);
}

function valueText(value: unknown, format: Format, words: ReadonlyMap<string, string>): string {
  if (value === null || value === undefined) return dash;
  if (typeof value === 'number') return format.number(value);
  const text = String(value);
  return instant.test(text) ? format.dateTime(text) : (words.get(text) ?? text);
}
