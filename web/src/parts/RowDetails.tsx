// What a row of a table shows when it is opened. It takes the width of the table and never gives one: a part
// that is as wide as its table, in a table that is as wide as its parts, would widen both without end.
import type { ReactNode } from 'react';
import styles from './parts.module.css';

export const RowDetails = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.rowDetails}>{children}</div>
);
