// The common parts of the commands for one campaign: its argument, and the way changes are shown.
import { wholeNumber } from '../command.ts';
import { list, table } from '../output.ts';
import { cell, items } from '../read.ts';

const campaignIdMax = 2_147_483_647;
export const campaignId = (text: string): number => wholeNumber('campaign', text, 1, campaignIdMax);

export function writeChanges(answer: unknown): string {
  const changes = table(
    ['FIELD', 'BEFORE', 'AFTER'],
    items(answer, 'changes').map((one) => [cell(one, 'path'), cell(one, 'before'), cell(one, 'after')]),
  );
  const rest = Object.entries(typeof answer === 'object' && answer !== null ? answer : {}).filter(
    ([name]) => name !== 'changes',
  );
  return `${changes}\n${list(rest.map(([name]) => [name, cell(answer, name)]))}`;
}
