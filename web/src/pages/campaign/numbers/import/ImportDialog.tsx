// The way of a file into the campaign, in three steps: how it is read, which column is what, and the import
// itself. Until the last step nothing has left the browser.
import { App, Button, Modal, Steps } from 'antd';
import { useMemo, useState } from 'react';
import type { CampaignDetail } from '../../../../api/campaigns/campaigns.ts';
import { useLeaving } from '../../../../parts/hooks/useLeaving.ts';
import { useSession } from '../../../../session/useSession.ts';
import { useFormat } from '../../../../text/format.ts';
import { useTexts } from '../../../../text/useTexts.ts';
import { ColumnsStep, type DuplicateScope } from './ColumnsStep.tsx';
import { type Choices, readingOf } from './choices.ts';
import { queryOf } from './columns.ts';
import { FileStep } from './FileStep.tsx';
import type { Sample } from './file.ts';
import { ImportStep } from './ImportStep.tsx';
import styles from './import.module.css';
import { importTexts } from './texts.ts';
import { useImport } from './useImport.ts';
import { useVerdict } from './useVerdict.ts';

export interface ImportDialogProps {
  readonly campaign: CampaignDetail;
  readonly file: File;
  readonly sample: Sample;
  readonly beginning: Choices;
  readonly onClose: () => void;
}

export function ImportDialog({ campaign, file, sample, beginning, onClose }: ImportDialogProps) {
  const texts = useTexts(importTexts);
  const format = useFormat();
  const { vdnId } = useSession();
  const { modal } = App.useApp();
  const [choices, setChoices] = useState(beginning);
  const [duplicates, setDuplicates] = useState<DuplicateScope>('campaign');
  const [step, setStep] = useState(0);
  const { phase, begin, again, stop, forget } = useImport(vdnId, campaign.id);
  const reading = useMemo(() => readingOf(sample, choices), [sample, choices]);
  const { encoding, delimiter, hasHeader, mapping, columns } = reading;
  const verdict = useVerdict(sample, reading, campaign.settings.deviceType);
  const isKnownFile = phase?.at === 'failed' && phase.problem.kind === 'importedAlready';
  const isOnItsWay = phase?.at === 'preparing' || phase?.at === 'sending';

  const askToStop = (afterwards: () => void, otherwise: () => void = () => undefined): void =>
    void modal.confirm({
      title: texts.stopQuestion,
      content: texts.stopDetail,
      okText: texts.stop,
      okButtonProps: { danger: true },
      cancelText: texts.goOn,
      // It may have been sent while the question stood there.
      onOk: () => (stop() ? afterwards() : otherwise()),
      onCancel: otherwise,
    });
  useLeaving(isOnItsWay, askToStop);

  const start = (): void => {
    setStep(2);
    begin({
      file,
      encoding,
      query: {
        ...queryOf(mapping, columns),
        header: hasHeader ? 'yes' : 'no',
        delimiter: ({ ',': 'comma', ';': 'semicolon', '\t': 'tab' } as const)[delimiter],
        duplicates,
        fileName: file.name.replace(/\p{Cc}/gu, '').slice(0, 200),
      },
    });
  };
  const toColumns = (): void => {
    forget();
    setStep(1);
  };
  return (
    <Modal
      open
      title={texts.title}
      width={920}
      mask={{ closable: false }}
      onCancel={() => (isOnItsWay ? askToStop(onClose) : onClose())}
      footer={
        <>
          {step < 2 || phase?.at === 'fileGone' ? <Button onClick={onClose}>{texts.cancel}</Button> : null}
          {step === 0 ? (
            <Button type="primary" disabled={columns.length === 0} onClick={() => setStep(1)}>
              {texts.on}
            </Button>
          ) : null}
          {step === 1 ? <Button onClick={() => setStep(0)}>{texts.back}</Button> : null}
          {step === 1 ? (
            <Button
              type="primary"
              disabled={mapping.called === undefined || verdict.isHopeless}
              onClick={start}
            >
              {texts.start}
            </Button>
          ) : null}
          {isOnItsWay ? (
            <Button danger onClick={() => askToStop(toColumns)}>
              {texts.stop}
            </Button>
          ) : null}
          {phase?.at === 'failed' ? <Button onClick={toColumns}>{texts.back}</Button> : null}
          {phase?.at === 'failed' ? (
            <Button type="primary" onClick={() => (isKnownFile ? again({ again: 'yes' }) : again())}>
              {isKnownFile ? texts.allTheSame : texts.again}
            </Button>
          ) : null}
          {phase?.at === 'done' ? (
            <Button type="primary" onClick={onClose}>
              {texts.finish}
            </Button>
          ) : null}
        </>
      }
    >
      <p className={styles.file}>{texts.ofFile(file.name, format.size(file.size))}</p>
      <Steps
        size="small"
        responsive={false}
        current={step}
        className={styles.steps}
        items={[{ title: texts.fileStep }, { title: texts.columnsStep }, { title: texts.importStep }]}
      />
      {step === 0 ? <FileStep reading={reading} isWhole={sample.isWhole} onChoose={setChoices} /> : null}
      {step === 1 ? (
        <ColumnsStep
          reading={reading}
          verdict={verdict}
          onMap={(next) => setChoices({ encoding, delimiter, hasHeader, mapping: next })}
          duplicates={duplicates}
          onDuplicates={setDuplicates}
        />
      ) : null}
      {step === 2 && phase !== null ? <ImportStep campaignId={campaign.id} phase={phase} /> : null}
    </Modal>
  );
}
