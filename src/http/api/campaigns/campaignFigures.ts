// How agents and the account of abandoned calls are counted, the same in answers and on streams.
import type { WorkingAgent } from '../../../core/agentState.ts';
import { type CallHandling, cutsOffMachines } from '../../../core/handling.ts';
import type { AgentCounts, ShareOfAnswers } from '../../../core/live.ts';
import { tenthsOfPercent } from '../../../core/occupancy.ts';
import { type AnswerAccount, type Answers, noAnswers } from '../../../store/calls/liveAnswers.ts';

export const hasSkill =
  (skillId: number) =>
  (agent: WorkingAgent): boolean =>
    agent.skills.some((skill) => skill.skillId === skillId);

export function countAgents(agents: readonly WorkingAgent[]): AgentCounts {
  const inState = (state: WorkingAgent['state']): number =>
    agents.filter((agent) => agent.state === state).length;
  const idle = agents.filter((agent) => agent.state === 'idle');
  return {
    staffed: agents.filter((agent) => agent.status === 'ready').length,
    idle: idle.filter((agent) => agent.status === 'ready').length,
    reserved: inState('reserved'),
    previewing: inState('previewing'),
    talking: inState('talking'),
    wrapUp: inState('wrapUp'),
    onBreak: idle.filter((agent) => agent.status === 'onBreak').length,
  };
}

/**
 * The last 24 hours, and the present block of 30 days with them.
 * @param falseShare of calls taken for machines, those that persons had answered, 0 to 1
 */
export function describeAccount(
  account: AnswerAccount | undefined,
  falseShare: number,
): { last24Hours: ShareOfAnswers; block30Days: ShareOfAnswers } {
  const day = (account?.hours ?? []).reduce(sumOfAnswers, noAnswers);
  const block = sumOfAnswers(account?.block ?? noAnswers, day);
  const described = (answers: Answers): ShareOfAnswers => {
    const falseMachines = Math.round(falseShare * answers.machines * 10) / 10;
    const percent = tenthsOfPercent(answers.abandoned + falseMachines, answers.answered + falseMachines);
    return { ...answers, falseMachines, percent };
  };
  return { last24Hours: described(day), block30Days: described(block) };
}

const sumOfAnswers = (one: Answers, other: Answers): Answers => ({
  answered: one.answered + other.answered,
  abandoned: one.abandoned + other.abandoned,
  machines: one.machines + other.machines,
});

/** Of calls taken for machines, those that persons had answered, as the VDN reckons; 0 without detection. */
export const falseShareOf = (handling: CallHandling, falseMachinePercent: number): number =>
  cutsOffMachines(handling) ? falseMachinePercent / 100 : 0;
