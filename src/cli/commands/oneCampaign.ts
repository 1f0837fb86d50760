// The common parts of the commands for one campaign: its argument, and the way changes are shown.

import type { AnswerOf } from '../../api/route.ts';
import type { dryRun, handlingDryRun } from '../../api/routes/changes.ts';
import { wholeNumber } from '../command.ts';
import { list, table } from '../output.ts';
import { asCell } from '../read.ts';

const campaignIdMax = 2_147_483_647;
export const campaignId = (text: string): number => wholeNumber('campaign', text, 1, campaignIdMax);

export function writeChanges(answer: AnswerOf<typeof dryRun | typeof handlingDryRun>): string {
  const { changes = [], ...rest } = answer;
  const shown = table(
    ['FIELD', 'BEFORE', 'AFTER'],
    changes.map(({ path, before, after }) => [path, asCell(before), asCell(after)]),
  );
  return `${shown}\n${list(Object.entries(rest).map(([name, value]) => [name, asCell(value)]))}`;
}
