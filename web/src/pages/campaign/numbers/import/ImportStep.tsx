// The last step: how far the import has come, what went wrong, or what became of the rows.
import { Alert, Progress, Spin } from 'antd';
import { errorsAddress, type ImportAnswer } from '../../../../api/numbers.ts';
import { Figure, Figures } from '../../../../parts/Figure.tsx';
import { useDownload } from '../../../../parts/hooks/useDownload.ts';
import { ProblemAlert } from '../../../../parts/states/ProblemAlert.tsx';
import { useSession } from '../../../../session/useSession.ts';
import { useFormat } from '../../../../text/format.ts';
import { useTexts } from '../../../../text/useTexts.ts';
import styles from './import.module.css';
import { importTexts } from './texts.ts';
import type { ImportPhase } from './useImport.ts';

interface ImportStepProps {
  readonly campaignId: number;
  readonly phase: ImportPhase;
}

export function ImportStep({ campaignId, phase }: ImportStepProps) {
  const texts = useTexts(importTexts);
  const format = useFormat();
  switch (phase.at) {
    case 'preparing':
      return <Moving title={texts.preparing} share={phase.share} />;
    case 'sending':
      return (
        <Moving
          title={texts.sending}
          share={phase.sent / Math.max(1, phase.whole)}
          note={texts.sent(format.size(phase.sent), format.size(phase.whole))}
        />
      );
    case 'adding':
      return (
        <p role="status" className={styles.adding}>
          <Spin size="small" /> {texts.adding}
        </p>
      );
    case 'failed':
      return (
        <>
          <ProblemAlert problem={phase.problem} />
          <p>{phase.problem.status === 0 ? texts.unknownDetail : texts.failedDetail}</p>
        </>
      );
    case 'fileGone':
      return (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={texts.unreadable}
          description={
            <>
              {texts.unreadableDetail}
              <br />
              {texts.failedDetail}
            </>
          }
        />
      );
    case 'done':
      return <Result campaignId={campaignId} answer={phase.answer} />;
  }
}

interface MovingProps {
  readonly title: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly note?: string;
}

function Moving({ title, share, note }: MovingProps) {
  return (
    <div>
      <p role="status">{title}</p>
      <Progress key={title} percent={Math.floor(share * 100)} aria-label={title} />
      {note === undefined ? null : <p className={`${styles.file} figures`}>{note}</p>}
    </div>
  );
}

function Result({ campaignId, answer }: { readonly campaignId: number; readonly answer: ImportAnswer }) {
  const download = useDownload();
  const texts = useTexts(importTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const { id, rowsRead, added, duplicates, rejected, repeated } = answer;
  return (
    <>
      <Alert
        role="status"
        className={styles.verdict}
        type={added > 0 ? 'success' : 'warning'}
        showIcon
        title={repeated ? texts.repeated : added > 0 ? texts.done : texts.doneNothing}
        description={repeated ? texts.repeatedDetail : undefined}
      />
      <Figures label={texts.importStep}>
        <Figure name={texts.read} value={format.number(rowsRead)} />
        <Figure name={texts.added} value={format.number(added)} tone={added > 0 ? 'good' : 'plain'} />
        <Figure name={texts.duplicatesFound} value={format.number(duplicates)} />
        <Figure
          name={texts.rejected}
          value={format.number(rejected)}
          tone={rejected > 0 ? 'warning' : 'plain'}
        />
      </Figures>
      {rejected > 0 ? (
        <p>
          <a href={errorsAddress(vdnId, campaignId, id)} download onClick={download}>
            {texts.errors}
          </a>{' '}
          {rejected > 10_000 ? texts.errorsMost : null}
        </p>
      ) : null}
    </>
  );
}
