// The head of a page: its name, what it is about, and what can be done here.
import type { ReactNode } from 'react';
import styles from './parts.module.css';

export interface PageHeadProps {
  readonly title: ReactNode;
  /** One line below the title. */
  readonly about?: ReactNode;
  /** Buttons; the most important one last. */
  readonly children?: ReactNode;
}

export const PageHead = ({ title, about, children }: PageHeadProps) => (
  <div className={styles.head}>
    <div className={styles.headText}>
      <h1 className={styles.title}>{title}</h1>
      {about === undefined ? null : <div className={styles.about}>{about}</div>}
    </div>
    <div className={styles.actions}>{children}</div>
  </div>
);
