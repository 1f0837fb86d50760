// There is nothing to show, and what to do about it: an empty list, a page that does not exist.
import type { ReactNode } from 'react';
import styles from '../parts.module.css';

export interface NothingProps {
  readonly title: string;
  readonly detail?: string;
  /** True where it stands in the place of a whole page. */
  readonly isPage?: boolean;
  /** What can be done: a button, a link. */
  readonly children?: ReactNode;
}

export const Nothing = ({ title, detail, isPage = false, children }: NothingProps) => (
  <div className={styles.nothing}>
    {isPage ? (
      <h1 className={styles.nothingTitle}>{title}</h1>
    ) : (
      <h2 className={styles.nothingTitle}>{title}</h2>
    )}
    {detail === undefined ? null : <p className={styles.nothingDetail}>{detail}</p>}
    {children}
  </div>
);
