// Says that numbers are shown masked, so that nobody takes what they see for the data.
import { EyeInvisibleOutlined } from '@ant-design/icons';
import { useSession } from '../../session/useSession.ts';
import { useTexts } from '../../text/useTexts.ts';
import styles from '../parts.module.css';
import { maskedTexts } from '../texts.ts';

/** Nothing where everything is shown. `canSearch`: a number can be looked for beside it. */
export function MaskedNote({ canSearch = false }: { readonly canSearch?: boolean }) {
  const texts = useTexts(maskedTexts);
  const { masking } = useSession();
  if (masking === 'none') return null;
  return (
    <p className={styles.note}>
      <EyeInvisibleOutlined aria-hidden /> {canSearch ? texts.maskedSearch : texts.masked}
    </p>
  );
}
