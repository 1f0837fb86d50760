// How agents and the account of abandoned calls are counted, the same in answers and on streams.
import type { WorkingAgent } from '../../core/agentState.ts';
import type { AgentCounts, ShareOfAnswers } from '../../core/live.ts';
import { tenthsOfPercent } from '../../core/occupancy.ts';
import { type AnswerAccount, noAnswers } from '../../store/liveAnswers.ts';

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

/** The last 24 hours, and the present block of 30 days with them. */
export function describeAccount(account: AnswerAccount | undefined): {
  last24Hours: ShareOfAnswers;
  block30Days: ShareOfAnswers;
} {
  const day = (account?.hours ?? []).reduce(
    (sum, hour) => ({ answered: sum.answered + hour.answered, abandoned: sum.abandoned + hour.abandoned }),
    noAnswers,
  );
  const before = account?.block ?? noAnswers;
  const block = {
    answered: day.answered + before.answered,
    abandoned: day.abandoned + before.abandoned,
  };
  const described = (answers: typeof day) => ({
    ...answers,
    percent: tenthsOfPercent(answers.abandoned, answers.answered),
  });
  return { last24Hours: described(day), block30Days: described(block) };
}
