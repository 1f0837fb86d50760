// What the form of a campaign is given. Its fields get the same.
import type { ReactNode } from 'react';
import type { Violation } from '../../../../../src/contract/rules/violation.ts';
import type { Draft } from './draft.ts';

export interface CampaignFormProps {
  readonly kind: 'add' | 'modify';
  readonly draft: Draft;
  /** What rules now; fields that differ from it are marked. */
  readonly running: Draft | null;
  readonly violations: readonly Violation[];
  readonly timeZone: string;
  readonly isReadOnly?: boolean;
  /** After the section on when it dials. */
  readonly dates?: ReactNode;
  readonly onChange: (draft: Draft) => void;
}
