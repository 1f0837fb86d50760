// Takes a file, looks at its beginning, and says at once what is wrong with it; what may be a file of
// numbers goes on to the dialog.
import { Alert } from 'antd';
import { useState } from 'react';
import type { CampaignDetail } from '../../../../api/campaigns/campaigns.ts';
import { useLiveCampaign } from '../../../../live/liveFigures.ts';
import { useFormat } from '../../../../text/format.ts';
import { useTexts } from '../../../../text/useTexts.ts';
import type { Choices } from './choices.ts';
import { DropZone } from './DropZone.tsx';
import { judgeFile } from './encoding.ts';
import { readSample, type Sample } from './file.ts';
import { ImportDialog } from './ImportDialog.tsx';
import styles from './import.module.css';
import { importTexts } from './texts.ts';

/** The server takes no more. */
const fileBytesMax = 1_073_741_824;

type Refused = 'unreadable' | 'tooLarge' | 'empty' | 'workbook' | 'binary';

interface Chosen {
  readonly file: File;
  readonly found:
    | { readonly refused: Refused }
    | { readonly refused: null; readonly sample: Sample; readonly beginning: Choices };
}

export function ImportPart({ campaign }: { readonly campaign: CampaignDetail }) {
  const texts = useTexts(importTexts);
  const format = useFormat();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const choose = async (file: File): Promise<void> => setChosen({ file, found: await look(file) });
  const close = (): void => setChosen(null);
  return (
    <>
      <Entrance campaign={campaign} onFile={(file) => void choose(file)} />
      {chosen === null ? null : chosen.found.refused === null ? (
        <ImportDialog
          campaign={campaign}
          file={chosen.file}
          sample={chosen.found.sample}
          beginning={chosen.found.beginning}
          onClose={close}
        />
      ) : (
        <Alert
          role="alert"
          className={styles.verdict}
          type="error"
          showIcon
          closable={{ onClose: close }}
          title={texts[chosen.found.refused]}
          description={
            <>
              <p className={styles.file}>{texts.ofFile(chosen.file.name, format.size(chosen.file.size))}</p>
              {texts[`${chosen.found.refused}Detail`]}
            </>
          }
        />
      )}
    </>
  );
}

interface EntranceProps {
  readonly campaign: CampaignDetail;
  readonly onFile: (file: File) => void;
}

/** Closed when the campaign ends, also while somebody looks; a dialog that is open stays. */
function Entrance({ campaign, onFile }: EntranceProps) {
  const texts = useTexts(importTexts);
  const live = useLiveCampaign(campaign.id);
  return (live?.state ?? campaign.state) === 'ended' ? (
    <p className={styles.ended}>{texts.ended}</p>
  ) : (
    <DropZone onFile={onFile} />
  );
}

async function look(file: File): Promise<Chosen['found']> {
  if (file.size > fileBytesMax) return { refused: 'tooLarge' };
  const sample = await readSample(file).catch(() => null);
  if (sample === null) return { refused: 'unreadable' };
  const judged = judgeFile(sample);
  return judged.kind === 'text'
    ? { refused: null, sample, beginning: { encoding: judged.encoding } }
    : { refused: judged.kind };
}
