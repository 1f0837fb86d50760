// Changes as a list: what, before and after.

import type { ShownChange } from '../../api/campaigns/revisions.ts';
import styles from './Differences.module.css';
import { useFieldTexts } from './form/useFieldTexts.ts';

interface DifferencesProps {
  readonly label: string;
  readonly changes: readonly ShownChange[];
}

export function Differences({ label, changes }: DifferencesProps) {
  const words = useFieldTexts();
  return (
    <ul className={styles.list} aria-label={label}>
      {changes.map(({ path, before, after }) => (
        <li key={path}>
          <span className={styles.name}>{words.label(path)}</span>{' '}
          <del className={styles.before}>{words.value(path, before)}</del>
          <span aria-hidden="true"> → </span>
          <ins className={styles.after}>{words.value(path, after)}</ins>
        </li>
      ))}
    </ul>
  );
}
