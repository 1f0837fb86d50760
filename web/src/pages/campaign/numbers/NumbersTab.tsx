// The numbers of a campaign: how many wait, each of them with its attempts, and the way of more of them into
// the campaign and out again.
import { Segmented } from 'antd';
import { useLiveCampaign } from '../../../live/liveFigures.ts';
import { Figure, Figures } from '../../../parts/Figure.tsx';
import { useAddress } from '../../../parts/hooks/useAddress.ts';
import { useMay } from '../../../session/useSession.ts';
import { dash, useFormat } from '../../../text/format.ts';
import { useTexts } from '../../../text/useTexts.ts';
import type { TabProps } from '../tabProps.ts';
import { Imports } from './Imports.tsx';
import { ImportPart } from './import/ImportPart.tsx';
import { Numbers } from './Numbers.tsx';
import styles from './numbers.module.css';
import { RedialButton } from './RedialButton.tsx';
import { numberStateTexts, numbersTexts } from './texts.ts';

export function NumbersTab({ campaign }: TabProps) {
  const texts = useTexts(numbersTexts);
  const mayImport = useMay('import.change');
  const mayReadImports = useMay('import.read');
  const [{ show }, setAddress] = useAddress({ show: 'numbers' });
  const showsImports = show === 'imports' && mayReadImports;
  return (
    <>
      <Counts campaignId={campaign.id} />
      {mayImport ? <ImportPart campaign={campaign} /> : null}
      <RedialButton campaign={campaign} />
      {mayReadImports ? (
        <Segmented
          className={styles.choice}
          aria-label={texts.tab}
          value={showsImports ? 'imports' : 'numbers'}
          onChange={(value) => setAddress({ show: value })}
          options={[
            { value: 'numbers', label: texts.numbers },
            { value: 'imports', label: texts.imports },
          ]}
        />
      ) : null}
      {showsImports ? <Imports campaignId={campaign.id} /> : <Numbers campaignId={campaign.id} />}
    </>
  );
}

/** A part of its own: it lives by the second, and the tables need not. */
function Counts({ campaignId }: { readonly campaignId: number }) {
  const texts = useTexts(numbersTexts);
  const states = useTexts(numberStateTexts);
  const format = useFormat();
  const live = useLiveCampaign(campaignId);
  const count = (value: number | undefined): string => (value === undefined ? dash : format.number(value));
  return (
    <Figures label={texts.figures}>
      <Figure name={states.waiting} value={count(live?.waiting)} />
      <Figure name={states.calling} value={count(live?.calling)} />
      <Figure name={states.done} value={count(live?.done)} />
    </Figures>
  );
}
