// One figure with its name, in a row of them. What has no value yet is a dash.
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import styles from './parts.module.css';
import { Reachable } from './Reachable.tsx';

export interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  /** A smaller line below: of what, since when. */
  readonly note?: ReactNode;
  /** An explanation of the figure. */
  readonly help?: string;
  readonly tone?: 'plain' | 'good' | 'warning' | 'bad';
}

export const Figure = ({ name, value, note, help, tone = 'plain' }: FigureProps) => (
  <div className={styles.figure}>
    <dt className={styles.figureName}>
      {help === undefined ? (
        name
      ) : (
        <Tooltip title={help}>
          <Reachable as="span" className={styles.explained}>
            {name}
          </Reachable>
        </Tooltip>
      )}
    </dt>
    <dd className={`${styles.figureValue} ${styles[tone]}`}>{value}</dd>
    {note === undefined ? null : <dd className={styles.figureNote}>{note}</dd>}
  </div>
);

/** A row of figures that breaks into lines on a small screen. */
export const Figures = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <dl className={`${styles.figures} figures`} aria-label={label}>
    {children}
  </dl>
);
