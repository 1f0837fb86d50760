// Something is on its way. It shows after a moment only: what comes at once needs no gray bars before it.
import { Skeleton } from 'antd';
import { useTexts } from '../../text/useTexts.ts';
import styles from '../parts.module.css';
import { partTexts } from '../texts.ts';

export function Loading({ rows = 4 }: { readonly rows?: number }) {
  const texts = useTexts(partTexts);
  return (
    <div className={styles.loading} role="status" aria-label={texts.loading}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}
